using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using ActiveResponse.Tables;

namespace ActiveResponse.Timeouts;

/// <summary>An effect that waits for its time; 32 bytes in an array, so that a million of them aren't a million objects.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct TimerEntry : IPackedEntry
{
    /// <summary>Value of <see cref="Home"/>: in no slot, because its time is near.</summary>
    public const int Near = -1;

    /// <summary>Due time, in UTC ticks.</summary>
    public long Due;

    private PackedKey _key;

    /// <summary>Slot it waits in, or <see cref="Near"/>.</summary>
    public int Home;

    [UnscopedRef]
    public ref PackedKey Key => ref _key;

    public int NextFree
    {
        readonly get => Home;
        set => Home = value;
    }
}
