namespace ActiveResponse.Sqlite;

/// <summary>What to do when the store can't be used at start.</summary>
public enum UnusableStore
{
    /// <summary>Nothing starts; the error names the file and the remedy.</summary>
    Fail,

    /// <summary>
    /// A damaged file is renamed to <c>name.corrupt-time</c> and an empty store is begun; the log says so. What was in it must be looked
    /// after by hand, or is adopted where a firewall lists it. For any other reason as <see cref="Fail"/>.
    /// </summary>
    MoveAside,

    /// <summary>
    /// State is kept in memory for this run, and the log says so: timed blocks are lifted on a clean stop, the others are not known any
    /// more afterwards. A store that another process uses still fails: two agents would undo each other's blocks.
    /// </summary>
    Memory,
}
