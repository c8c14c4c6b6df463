using System.Buffers.Binary;
using System.Text;
using ActiveResponse.Responders.Firewall.Xdp;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Tests.Responders.Firewall.Xdp;

/// <summary>What the kernel lists, and options.</summary>
public sealed class XdpTextTests
{
    [Fact]
    public void Default_routes_are_those_to_everywhere_that_are_up_and_reject_nothing()
    {
        string[] four =
        [
            "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT",
            "eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0",
            "ppp0\t00000000\t00000000\t0001\t0\t0\t0\t00000000\t0\t0\t0",
            "eth1\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0",
            "eth2\t00000000\t00000000\t0001\t0\t0\t0\t00000080\t0\t0\t0",
            "eth3\t00000000\t00000000\t0000\t0\t0\t0\t00000000\t0\t0\t0",
            "*\t00000000\t00000000\t0200\t0\t0\t0\t00000000\t0\t0\t0",
            "eth4",
        ];
        const string Zero = "00000000000000000000000000000000";
        string[] six =
        [
            $"{Zero} 00 {Zero} 00 fe800000000000000000000000000001 00000400 00000003 00000000 00000003     wan0",
            $"{Zero} 00 {Zero} 00 {Zero} ffffffff 00000001 00000000 00200200       lo",
            $"{Zero} 00 {Zero} 00 {Zero} ffffffff 00000001 00000000 00000203     wan1",
            $"20010db8000000000000000000000000 20 {Zero} 00 {Zero} 00000100 00000001 00000000 00000001     wan2",
            "",
        ];

        DefaultRoutes.InterfacesIPv4(four).Should().Equal("eth0", "ppp0");
        DefaultRoutes.InterfacesIPv6(six).Should().Equal("wan0");
    }

    [Fact]
    public void An_answer_of_the_kernel_is_read_whole_or_not_at_all()
    {
        Assert.SkipUnless(BitConverter.IsLittleEndian, "The bytes below are those of little-endian machines.");
        byte[] answer =
        [
            .. Message(16, Link(index: 4, kind: 1, "lan0", Attribute(43, [.. Attribute(2, [2]), .. Attribute(4, [77, 0, 0, 0])]))),
            .. Message(16, Link(index: 5, kind: 1, "lan1", Attribute(43, [.. Attribute(2, [1]), .. Attribute(5, [78, 0, 0, 0])]))),
            .. Message(16, Link(index: 1, kind: 772, "lo", Attribute(43, Attribute(2, [0])))),
        ];
        XdpInterface[] expected =
        [
            new(4, "lan0", IsEthernet: true, 77, IsNative: false),
            new(5, "lan1", IsEthernet: true, 78, IsNative: true),
            new(1, "lo", IsEthernet: false, 0, IsNative: false),
        ];
        var found = new List<XdpInterface>();
        InterfaceDump.ReadMessages(answer, found).Should().BeTrue("more may come");
        found.Should().Equal(expected);
        InterfaceDump.ReadMessages(Message(3, new byte[4]), found).Should().BeFalse("it is the end");

        for (var length = 0; length < answer.Length; length++)
        {
            var part = new List<XdpInterface>();
            InterfaceDump.ReadMessages(answer.AsSpan(0, length), part);
            part.Should().Equal(expected.Take(part.Count));
        }
    }

    [Fact]
    public void Damaged_answers_hang_and_throw_nothing()
    {
        var sound = Message(16, Link(index: 4, kind: 1, "lan0", Attribute(43, Attribute(4, [77, 0, 0, 0]))));
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = sound.ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            // Another type is no concern of this test: an error is told as such.
            (bytes[4], bytes[5]) = (16, 0);
            InterfaceDump.ReadMessages(bytes, []).Should().BeTrue();
        }
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(1 << 24, true)]
    [InlineData(0, false)]
    [InlineData((1 << 24) + 1, false)]
    public void The_room_has_bounds(int room, bool isValid) => Check(new XdpOptions { MaxElements = room }, isValid);

    [Theory]
    [InlineData("eth0", true)]
    [InlineData("enp0s31f6.4094", true)]
    [InlineData("0123456789abcde", true)]
    [InlineData("0123456789abcdef", false)]
    [InlineData("", false)]
    [InlineData("..", false)]
    [InlineData("a/b", false)]
    [InlineData("a b", false)]
    [InlineData("eth0:1", false)]
    public void An_interface_has_a_name_that_the_kernel_would_take(string name, bool isValid) =>
        Check(new XdpOptions { Interfaces = ["lan0", name] }, isValid);

    [Theory]
    [InlineData("active_response", true)]
    [InlineData("a", true)]
    [InlineData("", false)]
    [InlineData("1a", false)]
    [InlineData("a.b", false)]
    [InlineData("../a", false)]
    public void Our_folder_has_a_name_without_dots(string name, bool isValid) => Check(new XdpOptions { Pins = name }, isValid);

    [Fact]
    public void Other_options_are_checked_too()
    {
        Check(new XdpOptions { Pins = new string('a', 64) }, isValid: true);
        Check(new XdpOptions { Pins = new string('a', 65) }, isValid: false);
        Check(new XdpOptions { Folder = "bpf" }, isValid: false);
        Check(new XdpOptions { Mode = (XdpMode)3 }, isValid: false);
        Check(new XdpOptions { Interfaces = default }, isValid: false);
    }

    private static void Check(XdpOptions options, bool isValid)
    {
        var make = () => new XdpBackend(options, TimeProvider.System);
        if (isValid)
        {
            make.Should().NotThrow();
        }
        else
        {
            make.Should().Throw<OptionsValidationException>();
        }
    }

    private static byte[] Message(ushort type, byte[] body)
    {
        var message = new byte[16 + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(message, message.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(4), type);
        body.CopyTo(message, 16);
        return message;
    }

    private static byte[] Link(int index, ushort kind, string name, byte[] xdp)
    {
        var header = new byte[16];
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(2), kind);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), index);
        return [.. header, .. Attribute(3, Encoding.ASCII.GetBytes(name + '\0')), .. xdp];
    }

    private static byte[] Attribute(ushort type, byte[] value)
    {
        var attribute = new byte[(4 + value.Length + 3) & ~3];
        BinaryPrimitives.WriteUInt16LittleEndian(attribute, (ushort)(4 + value.Length));
        BinaryPrimitives.WriteUInt16LittleEndian(attribute.AsSpan(2), type);
        value.CopyTo(attribute, 4);
        return attribute;
    }
}
