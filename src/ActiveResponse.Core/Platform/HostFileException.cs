namespace ActiveResponse.Platform;

/// <summary>A file can't be read, changed or locked; the message names the cause and the remedy.</summary>
internal sealed class HostFileException : IOException
{
    public HostFileException(string message)
        : base(message) { }

    public HostFileException(string what, int error)
        : base($"{what}: {LinuxError.Explain(error)}") => Error = error;

    /// <summary>The errno, or 0.</summary>
    public int Error { get; }
}
