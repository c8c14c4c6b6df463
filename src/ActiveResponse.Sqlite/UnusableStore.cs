namespace ActiveResponse.Sqlite;

/// <summary>What to do if the store can't be used at start.</summary>
public enum UnusableStore
{
    /// <summary>Fail the start; the error names the file and the remedy.</summary>
    Fail,

    /// <summary>
    /// Rename a damaged file to <c>name.corrupt-time</c>, log it, and start an empty store. Its effects need manual care, or are adopted if
    /// a firewall lists them. Any other failure is handled as <see cref="Fail"/>.
    /// </summary>
    MoveAside,

    /// <summary>
    /// Keep state in memory for this run, and log it: a clean stop lifts timed blocks, and the others are no longer known afterwards. A
    /// store in use by another process still fails: two agents would undo each other's blocks.
    /// </summary>
    Memory,
}
