namespace ActiveResponse.Ossec.Tests.Execd;

/// <summary>What a program got to see: that it was started, or a line it was given.</summary>
/// <param name="At">Seconds from the scenario's start.</param>
/// <param name="Argv">Path and arguments, with the folder of the recording.</param>
/// <param name="Line">The line; null for programs that are told by arguments.</param>
internal sealed record Started(double At, string Argv, string? Line = null);
