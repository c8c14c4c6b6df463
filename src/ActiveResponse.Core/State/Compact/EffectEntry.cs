using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using ActiveResponse.Tables;

namespace ActiveResponse.State.Compact;

/// <summary>An effect's individual data, in 60 bytes; the rest is in its <see cref="EffectTemplate"/>.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct EffectEntry : IPackedEntry
{
    /// <summary>Value of <see cref="Until"/>: until lifted.</summary>
    public const long Never = -1;

    private const byte OtherAlert = 0x80;

    private PackedKey _key;

    /// <summary>Number of its template, or of the next free entry.</summary>
    public int Template;

    /// <summary>Offense that set its end.</summary>
    public int Offense;

    /// <summary>Start, in UTC ticks.</summary>
    public long Since;

    /// <summary>End, in UTC ticks, or <see cref="Never"/>.</summary>
    public long Until;

    /// <summary>Alert of the order.</summary>
    public PackedText Alert;

    [UnscopedRef]
    public ref PackedKey Key => ref _key;

    public int NextFree
    {
        readonly get => Template;
        set => Template = value;
    }

    /// <summary>End, or null until lifted.</summary>
    public readonly DateTimeOffset? End => Until == Never ? null : new DateTimeOffset(Until, TimeSpan.Zero);

    /// <summary>State between wanted and gone.</summary>
    public EffectState State
    {
        readonly get => (EffectState)(_key.More & ~OtherAlert);
        set => _key.More = (byte)((_key.More & OtherAlert) | (byte)value);
    }

    /// <summary>Whether its holder's alert differs from the order's; if so, it is stored separately.</summary>
    public bool HasOtherAlert
    {
        readonly get => (_key.More & OtherAlert) != 0;
        set => _key.More = (byte)((_key.More & ~OtherAlert) | (value ? OtherAlert : 0));
    }
}
