using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using ActiveResponse.Tables;

namespace ActiveResponse.Timeouts;

/// <summary>One effect that waits for its time; 32 bytes in an array, so that a million of them are no million objects.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct TimerEntry : IPackedEntry
{
    /// <summary>Value of <see cref="Home"/>: it is in no slot, its time is near.</summary>
    public const int Near = -1;

    /// <summary>When, in UTC ticks.</summary>
    public long Due;

    private PackedKey _key;

    /// <summary>The slot it waits in; or <see cref="Near"/>.</summary>
    public int Home;

    [UnscopedRef]
    public ref PackedKey Key => ref _key;

    public int NextFree
    {
        readonly get => Home;
        set => Home = value;
    }
}
