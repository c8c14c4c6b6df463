namespace ActiveResponse.State;

/// <summary>Why a store can't be used.</summary>
public enum StoreFailure
{
    /// <summary>Another process uses it.</summary>
    InUse,

    /// <summary>It is damaged.</summary>
    Damaged,

    /// <summary>It is something else than a store, of another program.</summary>
    Foreign,

    /// <summary>A later version of this library wrote it.</summary>
    Newer,

    /// <summary>It isn't there, and may not be made.</summary>
    Missing,

    /// <summary>It can't be opened or written: permissions, a read-only file system, a device that fails.</summary>
    NotWritable,

    /// <summary>Its disk is full.</summary>
    Full,

    /// <summary>Others than root and the user of this process can write it.</summary>
    Untrusted,

    /// <summary>A change that can't be stored, whatever the state of the disk.</summary>
    BadCommit,

    /// <summary>It has been closed.</summary>
    Closed,
}
