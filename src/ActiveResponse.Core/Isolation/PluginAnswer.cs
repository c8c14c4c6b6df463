namespace ActiveResponse.Isolation;

/// <summary>What came of a call of others' code: its value, or why there is none.</summary>
/// <param name="Value">What it returned.</param>
/// <param name="Failure">Why it returned nothing, in one line fit to show; null when it answered.</param>
internal readonly record struct PluginAnswer<T>(T? Value, string? Failure);
