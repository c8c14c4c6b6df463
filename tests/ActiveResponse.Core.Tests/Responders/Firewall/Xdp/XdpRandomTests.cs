using System.Net;
using ActiveResponse.Configuration;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Responders.Firewall.Xdp;

/// <summary>Packets at random, and the model's answer beside the kernel's. <c>ACTIVE_RESPONSE_XDP_PACKETS=1000000</c> runs a
/// million.</summary>
public sealed class XdpRandomTests
{
    private const int Usual = 5000;
    private const int PacketsPerSet = 500;

    [Fact]
    public void The_program_does_what_the_model_does()
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable("ACTIVE_RESPONSE_XDP_PACKETS"), out var wanted) ? wanted : Usual;
        for (var seed = 0; seed * PacketsPerSet < count; seed++)
        {
            var random = new Random(seed);
            using var program = LoadedProgram.Load();
            var blocks = Blocks(random);
            program.Block(blocks.Where(static block => block.Value).Select(static block => block.Key), null);
            program.BlockEnded(blocks.Where(static block => !block.Value).Select(static block => block.Key.ToString()));
            var model = new XdpModel(blocks);
            var dropped = 0;
            for (var i = 0; i < PacketsPerSet; i++)
            {
                var packet = Make(random);
                var expected = model.Drops(packet);
                dropped += expected ? 1 : 0;
                if (program.Drops(packet) != expected)
                {
                    Assert.Fail(
                        $"Seed {seed}, packet {i}: the model says {(expected ? "drop" : "pass")}. {Convert.ToHexString(packet)}\n"
                            + string.Join('\n', blocks)
                    );
                }
            }

            dropped.Should().BeInRange(1, PacketsPerSet - 1, $"seed {seed} must try both");
        }
    }

    // Few addresses, and networks around them, so that packets meet several.
    private static Dictionary<AddressPrefix, bool> Blocks(Random random)
    {
        var blocks = new Dictionary<AddressPrefix, bool>();
        for (var i = random.Next(4, 30); i > 0; i--)
        {
            var address = Source(random);
            var width = address.GetAddressBytes().Length * 8;
            blocks[AddressPrefix.From(address, random.Next(3) == 0 ? width : random.Next(width / 4, width + 1))] = random.Next(2) == 0;
        }

        blocks[Some.Prefix("203.0.113.64/26")] = true;
        return blocks;
    }

    private static IPAddress Source(Random random)
    {
        if (random.Next(2) == 0)
        {
            return new IPAddress([203, 0, 113, (byte)random.Next(256)]);
        }

        var mapped = random.Next(8) == 0 ? "::ffff:203.0.113." : "2001:db8::";
        return IPAddress.Parse(mapped + random.Next(10, 100));
    }

    private static byte[] Make(Random random)
    {
        var tags = new ushort[
            random.Next(5) switch
            {
                0 => random.Next(4),
                _ => 0,
            }
        ];
        for (var i = 0; i < tags.Length; i++)
        {
            tags[i] = random.Next(2) == 0 ? Packet.Vlan : Packet.ServiceVlan;
        }

        var source = Source(random);
        var next = random.Next(2) == 0 ? Packet.Icmp6 : (byte)random.Next(256);
        byte[] header =
            source.GetAddressBytes().Length == 4
                ? Packet.Header4(source, (ushort)random.Next(1 << 16), random.Next(4))
                : Packet.Header6(source, next, (byte)(255 - random.Next(2)));
        var rest = new byte[random.Next(12)];
        random.NextBytes(rest);
        if (rest.Length > 0 && random.Next(2) == 0)
        {
            rest[0] = (byte)random.Next(133, 139);
        }

        var frame = Packet.Frame(TypeOf(random, header.Length >= 40 && header[0] == 0x60), [.. header, .. rest], tags);
        return random.Next(6) == 0 ? frame[..random.Next(14, frame.Length + 1)] : frame;
    }

    // Now and then the header isn't what the type says.
    private static ushort TypeOf(Random random, bool isIPv6) =>
        random.Next(12) switch
        {
            0 => (ushort)random.Next(1 << 16),
            1 => isIPv6 ? Packet.IPv4 : Packet.IPv6,
            _ => isIPv6 ? Packet.IPv6 : Packet.IPv4,
        };
}
