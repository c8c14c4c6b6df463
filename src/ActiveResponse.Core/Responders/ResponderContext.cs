using ActiveResponse.Planning;

namespace ActiveResponse.Responders;

/// <summary>What a responder is told for one apply or revert.</summary>
public sealed record ResponderContext
{
    /// <summary>The order; for a revert the one that was first applied.</summary>
    public required ResponseOrder Order { get; init; }

    /// <summary>When the effect ends, or null when it stays until lifted. For a revert: null.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Where the effect is, as the responder last said; null when it didn't, or when nothing is on record.</summary>
    public string? Place { get; init; }

    /// <summary>What to act on.</summary>
    public Subject Subject => Order.Subject;
}
