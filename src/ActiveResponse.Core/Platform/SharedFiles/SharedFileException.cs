namespace ActiveResponse.Platform.SharedFiles;

/// <summary>The file can't be read or changed; the message says why and what helps.</summary>
internal sealed class SharedFileException : IOException
{
    public SharedFileException(string message)
        : base(message) { }

    public SharedFileException(string what, int error)
        : base($"{what}: {LinuxError.Explain(error)}") => Error = error;

    /// <summary>The errno, or 0.</summary>
    public int Error { get; }
}
