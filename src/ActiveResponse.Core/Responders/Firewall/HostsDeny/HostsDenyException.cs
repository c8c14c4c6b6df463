namespace ActiveResponse.Responders.Firewall.HostsDeny;

/// <summary>The file can't be read or changed; the message says why and what helps.</summary>
internal sealed class HostsDenyException : IOException
{
    public HostsDenyException(string message)
        : base(message)
    {
    }

    public HostsDenyException(string what, int error)
        : base($"{what}: {LinuxError.Explain(error)}") => Error = error;

    /// <summary>The errno, or 0.</summary>
    public int Error { get; }
}
