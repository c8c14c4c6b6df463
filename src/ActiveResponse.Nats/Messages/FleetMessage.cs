using ActiveResponse.Configuration;
using ActiveResponse.Planning;

namespace ActiveResponse.Nats.Messages;

/// <summary>The content of a signed message: what an issuer orders a target to do about one effect, and for how long.</summary>
internal sealed record FleetMessage
{
    public required string Fleet { get; init; }

    public required FleetTarget Target { get; init; }

    /// <summary>The key of the effect (see <see cref="EffectKey"/>), the rule or the epoch.</summary>
    public required string Key { get; init; }

    public required MessageVerb Verb { get; init; }

    /// <summary>When it was issued, by the issuer's clock, to the millisecond. Of two messages with one key, the later one wins.</summary>
    public required DateTimeOffset Issued { get; init; }

    /// <summary>When the effect ends; null for until lifted. For a lift, the end of the lifted order.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>When the message expires and can be removed; null for never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>The network to add to the allow list or remove from it; otherwise null.</summary>
    public AddressPrefix? Network { get; init; }

    /// <summary>The order, or the lifted order; null for an epoch or a rule.</summary>
    public ResponseOrder? Order { get; init; }

    /// <summary>The epoch's name; otherwise null.</summary>
    public string? Epoch { get; init; }

    /// <summary>Whether it tries an order for all agents on one of them first.</summary>
    public bool IsCanary { get; init; }

    public bool HasExpired(DateTimeOffset now) => Expires <= now;
}
