using System.Diagnostics.CodeAnalysis;

namespace ActiveResponse.Tables;

/// <summary>An entry of a <see cref="PackedTable{TEntry}"/>.</summary>
internal interface IPackedEntry
{
    /// <summary>What it is found by.</summary>
    [UnscopedRef]
    ref PackedKey Key { get; }

    /// <summary>While it is free: the next free one.</summary>
    int NextFree { get; set; }
}
