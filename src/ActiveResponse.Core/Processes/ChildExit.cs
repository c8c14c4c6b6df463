namespace ActiveResponse.Processes;

/// <summary>How a program ended: exit code, signal, or neither if unknown.</summary>
internal readonly record struct ChildExit(int? ExitCode, int? Signal);
