using System.Net;
using ActiveResponse.Configuration;
using FsCheck;
using FsCheck.Fluent;

namespace ActiveResponse.Tests.Configuration;

public sealed class AddressPrefixTests
{
    [Theory]
    [InlineData("203.0.113.9", "203.0.113.9")]
    [InlineData("203.0.113.9/24", "203.0.113.0/24")]
    [InlineData("0.0.0.0/0", "0.0.0.0/0")]
    [InlineData("255.255.255.255", "255.255.255.255")]
    [InlineData("10.0.200.1", "10.0.200.1")]
    [InlineData("2001:DB8::1", "2001:db8::1")]
    [InlineData("2001:db8:ffff::/33", "2001:db8:8000::/33")]
    [InlineData("::ffff:203.0.113.9", "203.0.113.9")]
    [InlineData("::ffff:cb00:7109", "203.0.113.9")]
    [InlineData("::ffff:203.0.113.0/120", "203.0.113.0/24")]
    [InlineData("::/0", "::/0")]
    public void Reads_canonical_notation(string text, string expected)
    {
        AddressPrefix.TryParse(text, out var prefix).Should().BeTrue();
        prefix.ToString().Should().Be(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("1.2.3")]
    [InlineData("16909060")]
    [InlineData("0x7f.1")]
    [InlineData("010.0.0.1")]
    [InlineData("1.2.3.04")]
    [InlineData("1.2.3.256")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1..3.4")]
    [InlineData(".2.3.4")]
    [InlineData("1.2.3.")]
    [InlineData("00.2.3.4")]
    [InlineData("1.2.3.4294967297")]
    [InlineData("a.2.3.4")]
    [InlineData(" 1.2.3.4")]
    [InlineData("1.2.3.4 ")]
    [InlineData("1.2.3.4/")]
    [InlineData("1.2.3.4/33")]
    [InlineData("1.2.3.4/08")]
    [InlineData("1.2.3.4/+8")]
    [InlineData("1.2.3.4/255.255.255.0")]
    [InlineData("fe80::1%eth0")]
    [InlineData("[::1]")]
    [InlineData("::1/129")]
    [InlineData("2001:db8::1:")]
    [InlineData("::ffff:1.2.3")]
    [InlineData("-rf")]
    [InlineData("1.2.3.4;id")]
    [InlineData("١.2.3.4")]
    public void Refuses_everything_else(string? text) => AddressPrefix.TryParse(text, out _).Should().BeFalse();

    [Theory]
    [InlineData("203.0.113.0/24", "203.0.113.9", true)]
    [InlineData("203.0.113.0/24", "203.0.114.9", false)]
    [InlineData("0.0.0.0/0", "203.0.113.9", true)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("::/0", "203.0.113.9", false)]
    [InlineData("2001:db8::/32", "2001:db8:1::1", true)]
    [InlineData("203.0.113.9", "203.0.113.0/24", false)]
    public void Contains_addresses_of_its_own_family_only(string network, string other, bool expected)
    {
        AddressPrefix.TryParse(network, out var outer).Should().BeTrue();
        AddressPrefix.TryParse(other, out var inner).Should().BeTrue();
        outer.Contains(inner).Should().Be(expected);
        outer.Overlaps(inner).Should().Be(expected || inner.Contains(outer));
    }

    [Fact]
    public void Every_address_survives_being_written_and_read() =>
        Prop.ForAll(
                Addresses(),
                static prefix =>
                    AddressPrefix.TryParse(prefix.ToString(), out var again)
                    && again == prefix
                    && again.GetHashCode() == prefix.GetHashCode()
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Who_has_a_network_of_his_own_cannot_choose_addresses_of_one_hash()
    {
        // The two halves of the last 64 bits, one over the other, are the same for all of these.
        var addresses = Enumerable
            .Range(0, 1000)
            .Select(static n =>
                AddressPrefix.From(
                    new IPAddress([0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, (byte)(n >> 8), (byte)n, 0, 0, (byte)(n >> 8), (byte)n])
                )
            );

        addresses.Select(static address => address.GetHashCode()).Distinct().Count().Should().BeGreaterThan(990);
    }

    [Fact]
    public void Takes_18_bytes() => System.Runtime.CompilerServices.Unsafe.SizeOf<AddressPrefix>().Should().Be(18, "millions are kept");

    [Fact]
    public void No_text_makes_it_throw() =>
        Prop.ForAll<string>(static text => AddressPrefix.TryParse(text, out _) || true).QuickCheckThrowOnFailure();

    private static Arbitrary<AddressPrefix> Addresses() =>
        Arb.From(
            from bytes in Gen.ArrayOf(ArbMap.Default.GeneratorFor<byte>(), 16)
            from isIPv6 in ArbMap.Default.GeneratorFor<bool>()
            from length in Gen.Choose(0, isIPv6 ? 128 : 32)
            select AddressPrefix.From(new IPAddress(isIPv6 ? bytes : bytes[..4]), length)
        );
}
