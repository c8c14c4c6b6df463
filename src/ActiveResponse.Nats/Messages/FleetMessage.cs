using ActiveResponse.Configuration;
using ActiveResponse.Planning;

namespace ActiveResponse.Nats.Messages;

/// <summary>The content of one signed message: what an issuer wants of a target about one effect, from when, and until when.</summary>
internal sealed record FleetMessage
{
    public required string Fleet { get; init; }

    public required FleetTarget Target { get; init; }

    /// <summary>Which effect: see <see cref="EffectKey"/>.</summary>
    public required string Key { get; init; }

    public required MessageVerb Verb { get; init; }

    /// <summary>When it was issued, by the issuer's clock, to the millisecond; of two messages about one key the later one holds.</summary>
    public required DateTimeOffset Issued { get; init; }

    /// <summary>When the effect ends; null when it stays until lifted. Of a lift: the end of what is lifted.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>After this nobody needs the message any more; null when it is kept.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>The network that is put on the allow list or taken from it, and otherwise null.</summary>
    public AddressPrefix? Network { get; init; }

    /// <summary>The order, or what is lifted; null for an epoch and a rule.</summary>
    public ResponseOrder? Order { get; init; }

    /// <summary>The name of the epoch, and otherwise null.</summary>
    public string? Epoch { get; init; }

    /// <summary>Whether it tries on one agent what is then ordered for all.</summary>
    public bool IsCanary { get; init; }

    public bool HasExpired(DateTimeOffset now) => Expires <= now;
}
