using ActiveResponse.Diagnostics;

namespace ActiveResponse.Sqlite;

/// <summary>Location and safety of a store.</summary>
public sealed record SqliteStoreOptions
{
    private static readonly TimeSpan LongestShort = TimeSpan.FromSeconds(5);

    /// <summary>Full path of the database. If missing, it is created with mode 0600, and its folder with mode 0700.</summary>
    public required string File { get; init; }

    /// <summary>
    /// Whether a commit waits for the disk and so survives a power cut; if not, it survives only the end of the process, however that ends.
    /// Default: yes.
    /// </summary>
    public bool SyncEveryCommit { get; init; } = true;

    /// <summary>
    /// How long a change waits while another program, such as <c>sqlite3</c>, locks the database; then it fails, and so do others until it
    /// is free. 0 to 10 minutes. Default: 1 minute. Opening and reading wait at most 5 seconds.
    /// </summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>What to do if the store can't be used at start. Default: <see cref="UnusableStore.Fail"/>.</summary>
    public UnusableStore OnUnusable { get; init; }

    /// <summary>
    /// Whether to open it for reading, even while an agent uses it: it lists what was there when opened and refuses every change. Default:
    /// no.
    /// </summary>
    public bool ReadOnly { get; init; }

    /// <summary>Whether to check the whole file for damage at start; if not, damage shows when it is read. Default: yes.</summary>
    public bool CheckAtStart { get; init; } = true;

    /// <summary>Age at which history entries are deleted. At least 0. Default: 90 days.</summary>
    public TimeSpan HistoryAge { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Number of history entries to keep; temporarily up to a tenth more. 1,000 to 100,000,000. Default: 200,000.</summary>
    public int HistoryCount { get; init; } = 200_000;

    /// <summary>For tests: number of 4 KiB pages at which the disk counts as full.</summary>
    internal int? MaxPages { get; init; }

    /// <summary>How long opening and reading wait.</summary>
    internal TimeSpan ShortTimeout => BusyTimeout < LongestShort ? BusyTimeout : LongestShort;

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    internal void Validate() =>
        new OptionsValidation(typeof(SqliteStoreOptions))
            .FilePath(File)
            .Range(BusyTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(10))
            .AtLeast(HistoryAge, TimeSpan.Zero)
            .Range(HistoryCount, 1_000, 100_000_000)
            .Defined(OnUnusable)
            .ThrowIfAny();
}
