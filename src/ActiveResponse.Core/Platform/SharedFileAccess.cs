namespace ActiveResponse.Platform;

/// <summary>How to read and edit a file that others edit too; see <see cref="INativeFiles.EditSharedAsync"/>.</summary>
public sealed record SharedFileAccess
{
    /// <summary>How long to wait for other processes in total. Default: 10 seconds.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many times an edit is tried when others keep changing the file. Default: 5.</summary>
    public int EditAttempts { get; init; } = 5;

    /// <summary>The maximum size of a file that is read or written, in bytes. Default: 64 MiB.</summary>
    public int MaxBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Whether the lock file beside the edited file is removed afterwards. Default: no.</summary>
    public bool RemovesLock { get; init; }
}
