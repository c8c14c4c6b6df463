using ActiveResponse.Planning;

namespace ActiveResponse.Responders;

/// <summary>An effect that was found in place.</summary>
/// <param name="Subject">What it is on.</param>
/// <param name="Until">When it ends; null when it stays until lifted. Without meaning unless <see cref="IsEndKnown"/>.</param>
public sealed record FoundEffect(Subject Subject, DateTimeOffset? Until)
{
    /// <summary>Whether the platform says when it ends. Default: yes.</summary>
    public bool IsEndKnown { get; init; } = true;

    /// <summary>Whether it is known to be ours; an entry of ours that is on no record is adopted or reverted. Default: yes.</summary>
    public bool IsOurs { get; init; } = true;

    /// <summary>What of others lets its packets pass all the same, in words for an operator; null when nothing is known to.</summary>
    public string? PassedBy { get; init; }

    /// <summary>Where it is, for a responder with several places; else null.</summary>
    public string? Place { get; init; }
}
