using ActiveResponse.Planning;

namespace ActiveResponse.Responders;

/// <summary>An effect that was found in place.</summary>
/// <param name="Subject">Its subject.</param>
/// <param name="Until">When it ends; null if it stays until lifted. Undefined unless <see cref="IsEndKnown"/>.</param>
public sealed record FoundEffect(Subject Subject, DateTimeOffset? Until)
{
    /// <summary>Whether the platform reports when it ends. Default: yes.</summary>
    public bool IsEndKnown { get; init; } = true;

    /// <summary>Whether it is known to be ours; ours without a record is adopted or reverted. Default: yes.</summary>
    public bool IsOurs { get; init; } = true;

    /// <summary>What lets its packets pass all the same, for an operator; null if nothing is known to.</summary>
    public string? PassedBy { get; init; }

    /// <summary>Whether only one of two firewalls that share blocks has it: then it stops only some of its packets.</summary>
    internal bool IsHalf { get; init; }

    /// <summary>Its place, for a responder with several; otherwise null.</summary>
    public string? Place { get; init; }
}
