namespace ActiveResponse.Isolation;

/// <summary>Result of calling a plug-in: its value, or why there is none.</summary>
/// <param name="Value">What it returned.</param>
/// <param name="Failure">Why it returned nothing, in one line that is safe to display; null if it answered.</param>
internal readonly record struct PluginResult<T>(T? Value, string? Failure);
