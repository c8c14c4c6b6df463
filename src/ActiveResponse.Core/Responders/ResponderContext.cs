using ActiveResponse.Planning;

namespace ActiveResponse.Responders;

/// <summary>The input of one apply or revert.</summary>
public sealed record ResponderContext
{
    /// <summary>The order; for a revert the one first applied.</summary>
    public required ResponseOrder Order { get; init; }

    /// <summary>When the effect ends; null if it stays until lifted, and for a revert.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The place of the effect as last reported by the responder; null if it reported none, or nothing is recorded.</summary>
    public string? Place { get; init; }

    /// <summary>The subject to act on.</summary>
    public Subject Subject => Order.Subject;
}
