namespace ActiveResponse.State;

/// <summary>Why a store can't be used.</summary>
public enum StoreFailure
{
    /// <summary>Another process uses it.</summary>
    InUse,

    /// <summary>It is damaged.</summary>
    Damaged,

    /// <summary>It is no store, but a file of another program.</summary>
    Foreign,

    /// <summary>A later version of this library wrote it.</summary>
    Newer,

    /// <summary>It doesn't exist, and may not be created.</summary>
    Missing,

    /// <summary>It can't be opened or written: permissions, a read-only file system, a failing device.</summary>
    NotWritable,

    /// <summary>Its disk is full.</summary>
    Full,

    /// <summary>Users other than root and this process's can write it.</summary>
    Untrusted,

    /// <summary>The change itself can't be stored, whatever the state of the disk.</summary>
    BadCommit,

    /// <summary>It has been closed.</summary>
    Closed,

    /// <summary>It gave no answer in time.</summary>
    NoAnswer,
}
