namespace ActiveResponse.Sqlite;

/// <summary>Where state is kept, and how safely.</summary>
public sealed record SqliteStoreOptions
{
    private static readonly TimeSpan LongestShort = TimeSpan.FromSeconds(5);

    /// <summary>The database file: a full path. It is made, with mode 0600, if it isn't there, and so is its folder, with mode
    /// 0700.</summary>
    public required string File { get; init; }

    /// <summary>
    /// Whether a commit waits until the disk has it, and so survives a power cut; if not, it survives the end of the process only, however
    /// it ends. Default: yes.
    /// </summary>
    public bool SyncEveryCommit { get; init; } = true;

    /// <summary>
    /// How long a change waits while another program has the database locked, such as <c>sqlite3</c>; then it fails, and so do others until
    /// it is free again. 0 to 10 minutes. Default: 1 minute. Opening and reading wait 5 seconds at most.
    /// </summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>What to do when the store can't be used at start. Default: <see cref="UnusableStore.Fail"/>.</summary>
    public UnusableStore OnUnusable { get; init; }

    /// <summary>
    /// Whether it is only looked at, also while an agent uses it: what was there when it was opened is listed, and every change is refused.
    /// Default: no.
    /// </summary>
    public bool ReadOnly { get; init; }

    /// <summary>Whether the whole file is checked for damage at start; if not, damage is found where it is met. Default: yes.</summary>
    public bool CheckAtStart { get; init; } = true;

    /// <summary>Entries of the history older than this are forgotten. At least 0. Default: 90 days.</summary>
    public TimeSpan HistoryAge { get; init; } = TimeSpan.FromDays(90);

    /// <summary>So many entries of the history are kept, and for a while up to a tenth more. 1,000 to 100,000,000. Default:
    /// 200,000.</summary>
    public int HistoryCount { get; init; } = 200_000;

    /// <summary>For tests: so many pages of 4 KiB, and the disk counts as full.</summary>
    internal int? MaxPages { get; init; }

    /// <summary>How long opening and reading wait.</summary>
    internal TimeSpan ShortTimeout => BusyTimeout < LongestShort ? BusyTimeout : LongestShort;

    internal void Check()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(File);
        if (!Path.IsPathFullyQualified(File) || File.Contains('\0', StringComparison.Ordinal) || Path.EndsInDirectorySeparator(File))
        {
            throw new ArgumentException($"The store must be a full path of a file, and '{File}' is none.", nameof(File));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(BusyTimeout, TimeSpan.Zero, nameof(BusyTimeout));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(BusyTimeout, TimeSpan.FromMinutes(10), nameof(BusyTimeout));
        ArgumentOutOfRangeException.ThrowIfLessThan(HistoryAge, TimeSpan.Zero, nameof(HistoryAge));
        ArgumentOutOfRangeException.ThrowIfLessThan(HistoryCount, 1_000, nameof(HistoryCount));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(HistoryCount, 100_000_000, nameof(HistoryCount));
        if (!Enum.IsDefined(OnUnusable))
        {
            throw new ArgumentOutOfRangeException(nameof(OnUnusable), OnUnusable, "There is no such answer to an unusable store.");
        }
    }
}
