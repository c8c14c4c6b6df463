using ActiveResponse.Nats.Messages;
using ActiveResponse.Planning;

namespace ActiveResponse.Nats.Issuing;

/// <content>Whether an order needs no message, since another one covers it.</content>
internal sealed partial class OrderLedger
{
    // It is ordered until then or later already, or the alert was read again.
    private bool IsSettled(FleetMessage? latest, FleetMessage message) =>
        Covers(latest, message.End, message.Expires) || IsReadAgain(latest, message.Order!);

    private static DateTimeOffset? KnownUntil(LedgerEntry entry) => entry.Wanted is null ? entry.Held?.Content.Issued : entry.KnownUntil;

    private static bool IsSettledByOthers(LedgerEntry entry, FleetMessage wanted)
    {
        if (entry.Held?.Content is not { } held)
        {
            return false;
        }

        if (wanted.Verb == MessageVerb.Apply && held.Verb == MessageVerb.Apply)
        {
            // Two issuers may order the same at once; the shorter order must not replace the longer one, even if it was issued later.
            var isNews = held.Issued >= wanted.Issued || entry.KnownUntil is null || held.Issued > entry.KnownUntil;
            return isNews && IsAtLeast(held, wanted.End, wanted.Expires);
        }

        return held.Issued >= wanted.Issued && !entry.IsFresh;
    }

    private bool Covers(FleetMessage? latest, DateTimeOffset? end, DateTimeOffset? expires) =>
        latest is { Verb: MessageVerb.Apply } && !latest.HasExpired(clock.GetUtcNow()) && IsAtLeast(latest, end, expires);

    // An issuer killed before the alert's position was on record reads the alert again: the order is issued once for each alert.
    private bool IsReadAgain(FleetMessage? latest, ResponseOrder order) =>
        latest is { Verb: MessageVerb.Apply, End: null, Expires: not null, Order.Origin: { AlertId.Length: > 0 } origin }
        && !latest.HasExpired(clock.GetUtcNow())
        && origin.AlertId == order.Origin.AlertId
        && origin.AgentId == order.Origin.AgentId
        && origin.RuleId == order.Origin.RuleId;

    // A one-time order never covers another: each is carried out.
    private static bool IsAtLeast(FleetMessage held, DateTimeOffset? end, DateTimeOffset? expires) =>
        (end is not null || expires is null) && (held.Expires is null || held.End >= end) && (held.End is null) == (held.Expires is null);
}
