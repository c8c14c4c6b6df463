using ActiveResponse.Planning;

namespace ActiveResponse.Responders;

/// <summary>An effect that was found in place.</summary>
/// <param name="Subject">What it is on.</param>
/// <param name="Until">When it ends, null for until lifted; without meaning where the end isn't known.</param>
internal sealed record FoundEffect(Subject Subject, DateTimeOffset? Until)
{
    /// <summary>Whether its end stands beside it.</summary>
    public bool IsEndKnown { get; init; } = true;

    /// <summary>Whether it is known to be ours.</summary>
    public bool IsOurs { get; init; } = true;

    /// <summary>What lets packets of it pass all the same, of somebody else: in words for an operator; null for nothing that is
    /// known.</summary>
    public string? PassedBy { get; init; }

    /// <summary>Where it is, of a responder with several places.</summary>
    public string? Place { get; init; }
}
