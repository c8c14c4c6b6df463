namespace ActiveResponse.Platform;

/// <summary>How a file that others edit as well is read and edited; see <see cref="INativeFiles.EditSharedAsync"/>.</summary>
public sealed record SharedFileAccess
{
    /// <summary>How long to wait for other processes, all in all. Default: 10 seconds.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often an edit begins, because somebody else wrote in between. Default: 5.</summary>
    public int EditAttempts { get; init; } = 5;

    /// <summary>The largest file that is read or written, in bytes. Default: 64 MiB.</summary>
    public int MaxBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Whether what keeps processes apart, a file beside the edited one, is removed in the end. Default: no.</summary>
    public bool RemovesLock { get; init; }
}
