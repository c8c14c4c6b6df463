namespace ActiveResponse.Processes;

/// <summary>How a program ended: by exit code, by signal, or (neither) in a way that could not be learned.</summary>
internal readonly record struct ChildExit(int? ExitCode, int? Signal);
