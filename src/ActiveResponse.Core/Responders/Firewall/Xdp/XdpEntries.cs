using System.Runtime.InteropServices;
using ActiveResponse.Configuration;
using ActiveResponse.Responders.Firewall.Xdp.Bpf;

namespace ActiveResponse.Responders.Firewall.Xdp;

/// <summary>Our entries as keys and values of the maps. Numbers are in this machine's order, addresses in that of packets.</summary>
internal static class XdpEntries
{
    /// <summary>Writes the key of an address or network.</summary>
    public static void WriteKey(AddressPrefix address, Span<byte> key)
    {
        if (address.IsSingleAddress)
        {
            address.WriteBytes(key);
            return;
        }

        MemoryMarshal.Write(key, address.Length);
        address.WriteBytes(key[sizeof(int)..]);
    }

    /// <summary>Writes the value: the end, and for a network its length again, as a look-up doesn't tell which one it has found.</summary>
    public static void WriteValue(AddressPrefix address, ulong end, Span<byte> value)
    {
        value.Clear();
        MemoryMarshal.Write(value, end);
        if (!address.IsSingleAddress)
        {
            MemoryMarshal.Write(value[XdpFamily.LengthAt..], address.Length);
        }
    }

    public static AddressPrefix ReadKey(BpfMapForm form, ReadOnlySpan<byte> key) =>
        form.Kind == BpfMapKind.LongestPrefix
            ? AddressPrefix.From(key[sizeof(int)..], BitConverter.ToInt32(key))
            : AddressPrefix.From(key, key.Length * 8);

    public static ulong ReadEnd(ReadOnlySpan<byte> value) => BitConverter.ToUInt64(value);
}
