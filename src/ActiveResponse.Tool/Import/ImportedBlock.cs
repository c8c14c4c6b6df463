namespace ActiveResponse.Tool.Import;

/// <summary>A block of another program.</summary>
/// <param name="Target">The address, network or user.</param>
/// <param name="Left">How long it lasts from now; null if it has no end.</param>
/// <param name="Why">The jail, scenario or set it is from; empty if unknown.</param>
internal sealed record ImportedBlock(string Target, TimeSpan? Left, string Why = "");
