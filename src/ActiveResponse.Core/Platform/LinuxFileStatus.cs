using System.Runtime.InteropServices;

namespace ActiveResponse.Platform;

/// <summary>The result of statx(2), whose layout is the same on every architecture, unlike that of stat(2).</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal readonly struct LinuxFileStatus
{
    [FieldOffset(16)]
    public readonly uint Links;

    [FieldOffset(20)]
    public readonly uint User;

    [FieldOffset(24)]
    public readonly uint Group;

    [FieldOffset(28)]
    private readonly ushort _mode;

    [FieldOffset(32)]
    private readonly ulong _inode;

    [FieldOffset(40)]
    public readonly ulong Size;

    [FieldOffset(96)]
    private readonly long _changedSeconds;

    [FieldOffset(104)]
    private readonly uint _changedNanoseconds;

    [FieldOffset(112)]
    private readonly long _modifiedSeconds;

    [FieldOffset(120)]
    private readonly uint _modifiedNanoseconds;

    [FieldOffset(136)]
    private readonly uint _deviceMajor;

    [FieldOffset(140)]
    private readonly uint _deviceMinor;

    /// <summary>The permission bits, with set-id and sticky bits.</summary>
    public uint Permissions => _mode & 0xfffu;

    public ulong Number => _inode;

    public ulong Device => ((ulong)_deviceMajor << 32) | _deviceMinor;

    public bool IsLink => (_mode & 0xf000) == 0xa000;

    public bool IsRegularFile => (_mode & 0xf000) == 0x8000;

    public bool IsDirectory => (_mode & 0xf000) == 0x4000;

    /// <summary>Whether root or our user owns it.</summary>
    public bool IsOwnedByTrusted => User == 0 || User == FileStatus.EffectiveUser();

    /// <summary>Whether others may open it, and so lock it. An access list that lets others in shows in the group bits.</summary>
    public bool IsOpenToOthers => (_mode & 0x3f) != 0;

    /// <summary>Whether others may create, rename or remove files in it, if it is a folder.</summary>
    public bool IsWritableByOthers => (_mode & 0x12) != 0;

    /// <summary>The file's identity on this host.</summary>
    public string Identity => $"{_deviceMajor}:{_deviceMinor}:{_inode}";

    public bool IsSameFile(LinuxFileStatus other) =>
        _inode == other._inode && _deviceMajor == other._deviceMajor && _deviceMinor == other._deviceMinor;

    /// <summary>Whether neither content nor attributes changed, as far as sizes and times show.</summary>
    public bool IsUnchanged(LinuxFileStatus other) =>
        IsSameFile(other)
        && Size == other.Size
        && _modifiedSeconds == other._modifiedSeconds
        && _modifiedNanoseconds == other._modifiedNanoseconds
        && _changedSeconds == other._changedSeconds
        && _changedNanoseconds == other._changedNanoseconds;
}
