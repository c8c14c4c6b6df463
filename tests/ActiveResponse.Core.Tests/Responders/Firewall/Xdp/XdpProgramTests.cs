using System.Net;

namespace ActiveResponse.Tests.Responders.Firewall.Xdp;

/// <summary>The program as the kernel runs it, packet by packet.</summary>
public sealed class XdpProgramTests
{
    private const string Host4 = "203.0.113.9";
    private const string Host6 = "2001:db8::9";

    [Theory]
    [InlineData(Host4, true)]
    [InlineData("203.0.113.8", false)]
    [InlineData("198.51.100.0", true)]
    [InlineData("198.51.100.255", true)]
    [InlineData("198.51.101.0", false)]
    [InlineData(Host6, true)]
    [InlineData("2001:db8::8", false)]
    [InlineData("2001:db8:7:ffff::1", true)]
    [InlineData("2001:db8:8::", false)]
    [InlineData("::ffff:203.0.113.9", false)]
    public void Drops_what_comes_from_a_blocked_address_or_network(string source, bool isDropped)
    {
        using var program = LoadedProgram.Load();
        program.Block(Host4, "198.51.100.0/24", Host6, "2001:db8:7::/48");

        program.Drops(Packet.From(source)).Should().Be(isDropped);
        program.Dropped.Should().Be(isDropped ? 1ul : 0);
    }

    [Theory]
    [InlineData("0.0.0.0/0", Host4)]
    [InlineData("::/0", Host6)]
    [InlineData("::/0", "::ffff:203.0.113.9")]
    [InlineData("128.0.0.0/1", Host4)]
    [InlineData("203.0.113.8/31", Host4)]
    [InlineData("2001:db8::8/127", Host6)]
    public void Drops_what_comes_from_a_network_of_any_length(string network, string source)
    {
        using var program = LoadedProgram.Load();
        program.Block(network);

        program.Drops(Packet.From(source)).Should().BeTrue();
    }

    [Theory]
    [InlineData(Packet.Vlan)]
    [InlineData(Packet.ServiceVlan)]
    [InlineData(Packet.ServiceVlan, Packet.Vlan)]
    [InlineData(Packet.Vlan, Packet.Vlan)]
    public void Looks_behind_one_and_two_tags(params ushort[] tags)
    {
        using var program = LoadedProgram.Load();
        program.Block(Host4, Host6);

        program.Drops(Packet.From(Host4, tags)).Should().BeTrue();
        program.Drops(Packet.From(Host6, tags)).Should().BeTrue();
        program.Drops(Packet.From("203.0.113.8", tags)).Should().BeFalse();
    }

    [Fact]
    public void Lets_pass_what_it_does_not_understand()
    {
        using var program = LoadedProgram.Load();
        program.Block("0.0.0.0/0", "::/0");

        program.Drops(Packet.From(Host4, Packet.Vlan, Packet.Vlan, Packet.Vlan)).Should().BeFalse("three tags");
        program.Drops(Packet.Frame(0x0806, new byte[28])).Should().BeFalse("ARP");
        program.Drops(Packet.Frame(0x88cc, new byte[60])).Should().BeFalse("LLDP");
        program.Dropped.Should().Be(0);
    }

    [Theory]
    [InlineData(Host4, 0)]
    [InlineData(Host4, 1)]
    [InlineData(Host4, 2)]
    [InlineData(Host6, 0)]
    [InlineData(Host6, 2)]
    public void Lets_pass_what_ends_before_its_header_does(string source, int tags)
    {
        using var program = LoadedProgram.Load();
        program.Block(Host4, Host6);
        var whole = Packet.From(source, [.. Enumerable.Repeat(Packet.Vlan, tags)]);
        var least = whole.Length - 8;

        for (var length = 14; length <= whole.Length; length++)
        {
            program.Drops(whole.AsSpan(0, length)).Should().Be(length >= least, $"it has {length} bytes of {least}");
        }
    }

    [Fact]
    public void Fragments_options_and_extension_headers_make_no_difference()
    {
        using var program = LoadedProgram.Load();
        program.Block(Host4, Host6);
        var (four, six) = (IPAddress.Parse(Host4), IPAddress.Parse(Host6));

        program.Drops(Packet.Frame(Packet.IPv4, Packet.Header4(four, fragment: 0x2000))).Should().BeTrue("the first fragment");
        program.Drops(Packet.Frame(Packet.IPv4, Packet.Header4(four, fragment: 0x00b9))).Should().BeTrue("a later fragment");
        program.Drops(Packet.Frame(Packet.IPv4, Packet.Header4(four, options: 10))).Should().BeTrue("options");
        foreach (byte next in (byte[])[0, 43, 44, 50, 51, 59, 60, 135, 255])
        {
            program.Drops(Packet.Frame(Packet.IPv6, Packet.Header6(six, next, hops: 255))).Should().BeTrue($"header {next} follows");
        }
    }

    [Theory]
    [InlineData(135, 255, false)]
    [InlineData(136, 255, false)]
    [InlineData(134, 255, true)]
    [InlineData(128, 255, true)]
    [InlineData(135, 254, true)]
    public void Neighbours_are_found_even_if_they_are_blocked(byte type, byte hops, bool isDropped)
    {
        using var program = LoadedProgram.Load();
        program.Block("2001:db8::/32");
        byte[] header = Packet.Header6(IPAddress.Parse(Host6), Packet.Icmp6, hops);

        program.Drops(Packet.Frame(Packet.IPv6, [.. header, type])).Should().Be(isDropped);
        program.Drops(Packet.Frame(Packet.IPv6, header)).Should().BeTrue("nothing follows the header");
    }

    [Fact]
    public void An_end_that_has_come_ends_the_block()
    {
        using var program = LoadedProgram.Load();
        program.BlockEnded(Host4, Host6, "198.51.100.0/24", "2001:db8:7::/48");

        foreach (var source in (string[])[Host4, Host6, "198.51.100.7", "2001:db8:7::7"])
        {
            program.Drops(Packet.From(source)).Should().BeFalse(source);
        }
    }

    [Theory]
    [InlineData(Host4, "203.0.113.8/31", "203.0.113.0/24", "203.0.0.0/16", "0.0.0.0/0")]
    [InlineData(Host6, "2001:db8::8/127", "2001:db8::/64", "2001:db8::/32", "::/0")]
    public void A_block_that_has_ended_hides_no_wider_one(string source, params string[] networks)
    {
        using var program = LoadedProgram.Load();
        program.BlockEnded([source, .. networks[..^1]]);
        program.Drops(Packet.From(source)).Should().BeFalse();

        program.Block(networks[^1]);

        program.Drops(Packet.From(source)).Should().BeTrue();
    }

    [Fact]
    public void As_many_networks_may_lie_in_one_another_as_an_address_has_bits()
    {
        using var program = LoadedProgram.Load();
        program.BlockEnded([.. Enumerable.Range(1, 127).Select(static length => $"{Host6}/{length}"), Host6]);
        program.BlockEnded([.. Enumerable.Range(1, 31).Select(static length => $"{Host4}/{length}"), Host4]);
        program.Drops(Packet.From(Host6)).Should().BeFalse();
        program.Drops(Packet.From(Host4)).Should().BeFalse();

        program.Block("::/0", "0.0.0.0/0");

        program.Drops(Packet.From(Host6)).Should().BeTrue();
        program.Drops(Packet.From(Host4)).Should().BeTrue();
    }
}
