using System.Runtime.InteropServices;
using ActiveResponse.Configuration;

namespace ActiveResponse.Tables;

/// <summary>An address and the number of a responder: the key of nearly all that waits, in 20 bytes and without an object.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 2)]
internal struct PackedKey(AddressPrefix address, byte owner)
{
    /// <summary>The owner of an entry that is free.</summary>
    public const byte Nobody = 0;

    /// <summary>The owner of an entry whose key is kept elsewhere, since it is no address.</summary>
    public const byte Elsewhere = byte.MaxValue;

    /// <summary>What it acts on.</summary>
    public AddressPrefix Address = address;

    /// <summary>The number of the responder's name.</summary>
    public byte Owner = owner;

    /// <summary>Room for the entry; no part of the key.</summary>
    public byte More;

    /// <summary>The hash. Nobody can choose addresses that collide; the names of responders are the host's own.</summary>
    public readonly uint Hash => HashOf(Address, Owner);

    /// <summary>The hash of an address and an owner.</summary>
    public static uint HashOf(in AddressPrefix address, byte owner) => (uint)address.GetHashCode() + (owner * 0x9E3779B9u);

    /// <summary>Whether two keys are one.</summary>
    public readonly bool IsSame(in PackedKey other) => Owner == other.Owner && Address.Equals(other.Address);
}
