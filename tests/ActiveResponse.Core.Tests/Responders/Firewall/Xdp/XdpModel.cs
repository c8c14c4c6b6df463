using System.Buffers.Binary;
using ActiveResponse.Configuration;

namespace ActiveResponse.Tests.Responders.Firewall.Xdp;

/// <summary>What the program should do, written the plain way.</summary>
/// <param name="blocks">Each address or network, and whether its end is still to come.</param>
internal sealed class XdpModel(IReadOnlyDictionary<AddressPrefix, bool> blocks)
{
    public bool Drops(ReadOnlySpan<byte> packet)
    {
        var at = 12;
        for (var tags = 0; ; tags++)
        {
            if (packet.Length < at + 2)
            {
                return false;
            }

            var type = BinaryPrimitives.ReadUInt16BigEndian(packet[at..]);
            if (tags == 2 || type is not (Packet.Vlan or Packet.ServiceVlan))
            {
                return type switch
                {
                    Packet.IPv4 => DropsIPv4(packet[(at + 2)..]),
                    Packet.IPv6 => DropsIPv6(packet[(at + 2)..]),
                    _ => false,
                };
            }

            at += 4;
        }
    }

    private bool DropsIPv4(ReadOnlySpan<byte> header) => header.Length >= 20 && IsBlocked(header.Slice(12, 4));

    private bool DropsIPv6(ReadOnlySpan<byte> header) =>
        header.Length >= 40 && IsBlocked(header.Slice(8, 16)) && !IsNeighbourDiscovery(header);

    private static bool IsNeighbourDiscovery(ReadOnlySpan<byte> header) =>
        header[6] == Packet.Icmp6 && header[7] == 255 && header.Length > 40 && header[40] is 135 or 136;

    private bool IsBlocked(ReadOnlySpan<byte> source)
    {
        var bytes = source.ToArray();
        foreach (var (prefix, isInForce) in blocks)
        {
            var own = prefix.Address.GetAddressBytes();
            if (isInForce && own.Length == bytes.Length && Bits(own, prefix.Length).SequenceEqual(Bits(bytes, prefix.Length)))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<bool> Bits(byte[] bytes, int count) =>
        Enumerable.Range(0, count).Select(bit => (bytes[bit / 8] & (128 >> (bit % 8))) != 0);
}
