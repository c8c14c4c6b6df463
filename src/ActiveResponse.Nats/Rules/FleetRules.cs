using System.Collections.Immutable;
using System.Globalization;
using ActiveResponse.Configuration;
using ActiveResponse.Nats.Messages;
using ActiveResponse.Planning;

namespace ActiveResponse.Nats.Rules;

/// <summary>Rules of a fleet that hold on all its hosts: its allow list and its kill switch. Immutable.</summary>
internal sealed record FleetRules
{
    private const char Between = ';';
    private const char Within = '|';

    /// <summary>No entry, and no halt.</summary>
    public static FleetRules None { get; } = new();

    /// <summary>Time of issue of the latest halt or resume; null when there was none.</summary>
    public DateTimeOffset? SwitchedAt { get; init; }

    /// <summary>Whether nothing new is done.</summary>
    public bool IsHalted { get; init; }

    /// <summary>Entries of the allow list, each with its time of issue.</summary>
    public ImmutableDictionary<AddressPrefix, DateTimeOffset> Allowed { get; init; } =
        ImmutableDictionary<AddressPrefix, DateTimeOffset>.Empty;

    /// <summary>The rules with one more message; the same where it changes nothing.</summary>
    public FleetRules With(FleetMessage message) =>
        message.Verb switch
        {
            MessageVerb.Halt or MessageVerb.Resume when message.Issued <= SwitchedAt => this,
            MessageVerb.Halt or MessageVerb.Resume => this with
            {
                SwitchedAt = message.Issued,
                IsHalted = message.Verb == MessageVerb.Halt,
            },
            MessageVerb.Allow => this with { Allowed = Allowed.SetItem(message.Network!.Value, message.Issued) },
            MessageVerb.Disallow => this with { Allowed = Allowed.Remove(message.Network!.Value) },
            _ => this,
        };

    /// <summary>Why an order is refused; null to let it pass.</summary>
    public OrderRefusal? RefusalOf(ResponseOrder order)
    {
        if (IsHalted)
        {
            return new OrderRefusal("fleet-halt", "the fleet is halted: nothing new is done until it is resumed");
        }

        if (order.Subject.Address is not { } address || Allowed.IsEmpty)
        {
            return null;
        }

        foreach (var network in Allowed.Keys)
        {
            if (network.Overlaps(address))
            {
                return new OrderRefusal("fleet-allow-list", $"{address} is on the fleet's allow list ('{network}')");
            }
        }

        return null;
    }

    /// <summary>Reads what <see cref="ToString"/> has written; what can't be read is left out.</summary>
    public static FleetRules Parse(string? text)
    {
        var rules = None;
        foreach (var part in text?.Split(Between) ?? [])
        {
            if (part.Split(Within) is not [var kind, var value, var issued] || TimeOf(issued) is not { } time)
            {
                continue;
            }

            if (kind == "switch")
            {
                rules = rules with { SwitchedAt = time, IsHalted = value == "halted" };
            }
            else if (kind == "allow" && AddressPrefix.TryParse(value, out var network))
            {
                rules = rules with { Allowed = rules.Allowed.SetItem(network, time) };
            }
        }

        return rules;
    }

    public override string ToString()
    {
        var parts = Allowed.Select(static pair => Part("allow", pair.Key.ToString(), pair.Value));
        if (SwitchedAt is { } at)
        {
            parts = parts.Prepend(Part("switch", IsHalted ? "halted" : "resumed", at));
        }

        return string.Join(Between, parts);
    }

    private static string Part(string kind, string value, DateTimeOffset issued) =>
        string.Create(CultureInfo.InvariantCulture, $"{kind}{Within}{value}{Within}{issued.ToUnixTimeMilliseconds()}");

    private static DateTimeOffset? TimeOf(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var time)
        && time <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(time)
            : null;
}
