namespace ActiveResponse.Platform;

/// <summary>Which file a lock file is, whose, and who else could open it.</summary>
internal readonly record struct LockFileStatus
{
    private readonly ulong _inode;
    private readonly ulong _device;
    private readonly ushort _mode;

    // struct statx: owner at 20, mode at 28, inode at 32, size at 40, device at 136; the same on every architecture.
    public unsafe LockFileStatus(byte* status)
    {
        Owner = *(uint*)(status + 20);
        _mode = *(ushort*)(status + 28);
        _inode = *(ulong*)(status + 32);
        Size = *(ulong*)(status + 40);
        _device = *(ulong*)(status + 136);
    }

    public uint Owner { get; }

    public ulong Size { get; }

    public bool IsFile => (_mode & 0xf000) == 0x8000;

    public bool IsFolder => (_mode & 0xf000) == 0x4000;

    /// <summary>Whether root or the user we run as owns it.</summary>
    public bool IsOwnedByTrusted => Owner == 0 || Owner == FileStatus.EffectiveUser();

    /// <summary>Whether somebody else may open it, and so lock it. An access list that lets others in shows in the bits of the
    /// group.</summary>
    public bool IsOpenToOthers => (_mode & 0x3f) != 0;

    /// <summary>Whether others may make, rename or remove files in it, as a folder.</summary>
    public bool IsWritableByOthers => (_mode & 0x12) != 0;

    public bool IsSame(LockFileStatus other) => _inode == other._inode && _device == other._device;
}
