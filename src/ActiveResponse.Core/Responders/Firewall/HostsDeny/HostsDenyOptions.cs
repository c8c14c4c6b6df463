namespace ActiveResponse.Responders.Firewall.HostsDeny;

/// <summary>Where and how addresses are written to the deny file of TCP wrappers.</summary>
public sealed record HostsDenyOptions
{
    /// <summary>The name that <c>&lt;executable&gt;</c> refers to. Not empty. Default: <c>host-deny</c>, as in OSSEC and Wazuh.</summary>
    public string Name { get; init; } = "host-deny";

    /// <summary>The file that libwrap reads: a full path; a symbolic link is followed. Default: <c>/etc/hosts.deny</c>.</summary>
    public string File { get; init; } = "/etc/hosts.deny";

    /// <summary>How long a batch or listing waits, all in all, for other processes to finish with the file. 0 to 10 minutes. Default: 10 seconds.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a batch starts anew because somebody edited the file in the meantime. 1 to 100. Default: 5.</summary>
    public int EditAttempts { get; init; } = 5;

    /// <summary>The largest file that is read or written, in bytes; the batch fails beyond. 4 KiB to 1 GiB. Default: 64 MiB.</summary>
    public int MaxFileBytes { get; init; } = 64 * 1024 * 1024;

    internal void Check()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Name);
        ArgumentException.ThrowIfNullOrWhiteSpace(File);
        if (!Path.IsPathFullyQualified(File) || File.Contains('\0', StringComparison.Ordinal) || Path.EndsInDirectorySeparator(File))
        {
            throw new ArgumentException($"The deny file must be a full path of a file, and '{File}' is none.", nameof(File));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(LockTimeout, TimeSpan.Zero, nameof(LockTimeout));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(LockTimeout, TimeSpan.FromMinutes(10), nameof(LockTimeout));
        ArgumentOutOfRangeException.ThrowIfLessThan(EditAttempts, 1, nameof(EditAttempts));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(EditAttempts, 100, nameof(EditAttempts));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxFileBytes, 4096, nameof(MaxFileBytes));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxFileBytes, 1 << 30, nameof(MaxFileBytes));
    }
}
