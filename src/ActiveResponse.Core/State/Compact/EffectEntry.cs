using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using ActiveResponse.Tables;

namespace ActiveResponse.State.Compact;

/// <summary>What an effect has of its own, in 60 bytes; the rest is in its <see cref="EffectTemplate"/>.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct EffectEntry : IPackedEntry
{
    /// <summary>Value of <see cref="Until"/>: until lifted.</summary>
    public const long Never = -1;

    private const byte OtherAlert = 0x80;

    private PackedKey _key;

    /// <summary>The number of its template; or of the next free entry.</summary>
    public int Template;

    /// <summary>The offense that set its end.</summary>
    public int Offense;

    /// <summary>Since when, in UTC ticks.</summary>
    public long Since;

    /// <summary>Until when, in UTC ticks; or <see cref="Never"/>.</summary>
    public long Until;

    /// <summary>The alert of the order.</summary>
    public PackedText Alert;

    [UnscopedRef]
    public ref PackedKey Key => ref _key;

    public int NextFree
    {
        readonly get => Template;
        set => Template = value;
    }

    /// <summary>When it ends; null for when it is lifted.</summary>
    public readonly DateTimeOffset? End => Until == Never ? null : new DateTimeOffset(Until, TimeSpan.Zero);

    /// <summary>Where it is between wanted and gone.</summary>
    public EffectState State
    {
        readonly get => (EffectState)(_key.More & ~OtherAlert);
        set => _key.More = (byte)((_key.More & OtherAlert) | (byte)value);
    }

    /// <summary>Whether the alert of its holder is another one than that of the order, which is kept beside it.</summary>
    public bool HasOtherAlert
    {
        readonly get => (_key.More & OtherAlert) != 0;
        set => _key.More = (byte)((_key.More & ~OtherAlert) | (value ? OtherAlert : 0));
    }
}
