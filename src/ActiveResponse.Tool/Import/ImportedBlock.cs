namespace ActiveResponse.Tool.Import;

/// <summary>A block of another program.</summary>
/// <param name="Target">The address, network or user.</param>
/// <param name="Left">How long it lasts from now; null if it has no end.</param>
/// <param name="Why">The jail, scenario or set it is from; empty if unknown.</param>
internal sealed record ImportedBlock(string Target, TimeSpan? Left, string Why = "")
{
    /// <summary>The reason on record there; empty if unknown.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Who made it there; empty if unknown.</summary>
    public string By { get; init; } = "";

    /// <summary>Whether it is about to be lifted there.</summary>
    public bool IsEnding { get; init; }
}
