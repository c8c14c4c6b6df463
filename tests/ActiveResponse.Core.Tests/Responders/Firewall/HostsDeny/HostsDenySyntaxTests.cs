using System.Net;
using System.Text;
using ActiveResponse.Configuration;
using ActiveResponse.Responders.Firewall.HostsDeny;
using FsCheck;
using FsCheck.Fluent;

namespace ActiveResponse.Tests.Responders.Firewall.HostsDeny;

public class HostsDenySyntaxTests
{
    [Theory]
    [InlineData("203.0.113.9", "ALL:203.0.113.9")]
    [InlineData("203.0.113.0/24", "ALL:203.0.113.0/255.255.255.0")]
    [InlineData("203.0.113.128/25", "ALL:203.0.113.128/255.255.255.128")]
    [InlineData("128.0.0.0/1", "ALL:128.0.0.0/128.0.0.0")]
    [InlineData("0.0.0.0/0", "ALL:0.0.0.0/0.0.0.0")]
    [InlineData("2001:db8::1", "ALL:[2001:db8::1]")]
    [InlineData("2001:DB8:0::/32", "ALL:[2001:db8::]/32")]
    [InlineData("::/0", "ALL:[::]/0")]
    [InlineData("::ffff:203.0.113.9", "ALL:203.0.113.9")]
    public void Writes_an_address_or_network_for_all_services(string address, string line)
    {
        HostsDenySyntax.Entry(HostsDenyFixture.Prefix(address)).Should().Be(line);
    }

    [Fact]
    public void Reads_every_entry_it_writes()
    {
        Prop.ForAll(
                Prefixes.ToArbitrary(),
                prefix =>
                    HostsDenySyntax.TryReadEntry(Encoding.ASCII.GetBytes(HostsDenySyntax.Entry(prefix)), out var read) && read == prefix
            )
            .QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("ALL: 203.0.113.9")]
    [InlineData("all:203.0.113.9")]
    [InlineData("ALL:203.0.113.9 ")]
    [InlineData("ALL:203.0.113.9\\")]
    [InlineData("ALL:203.0.113.9/32")]
    [InlineData("ALL:203.0.113.0/24")]
    [InlineData("ALL:203.0.113.9/255.255.255.0")]
    [InlineData("ALL:203.0.113.0/255.0.255.0")]
    [InlineData("ALL:[2001:DB8::1]")]
    [InlineData("ALL:[203.0.113.9]")]
    [InlineData("ALL:2001:db8::1")]
    [InlineData("ALL:203.0.113.9 : deny")]
    [InlineData("ALL:")]
    [InlineData("ALL:[")]
    [InlineData("ALL:[]")]
    [InlineData("ALL:]/[")]
    [InlineData("")]
    public void Takes_nothing_but_the_exact_form_for_an_entry_of_ours(string line)
    {
        HostsDenySyntax.TryReadEntry(Encoding.ASCII.GetBytes(line), out _).Should().BeFalse();
    }

    [Theory]
    [InlineData("ALL: 203.0.113.9", "203.0.113.9")]
    [InlineData("\tall :\t203.0.113.9 \r", "203.0.113.9")]
    [InlineData("ALL:203.0.113.9/32", "203.0.113.9")]
    [InlineData("ALL:203.0.113.0/24", "203.0.113.0/24")]
    [InlineData("ALL: 203.0.113.0/255.255.255.0", "203.0.113.0/24")]
    [InlineData("ALL: [2001:DB8::1]", "2001:db8::1")]
    [InlineData("ALL: [2001:db8::1]/128", "2001:db8::1")]
    [InlineData("ALL: [2001:db8::]/32", "2001:db8::/32")]
    public void Understands_other_spellings_of_the_same_line(string line, string address)
    {
        HostsDenySyntax.TryReadEquivalent(Encoding.ASCII.GetBytes(line), out var prefix).Should().BeTrue();

        prefix.Should().Be(HostsDenyFixture.Prefix(address));
    }

    [Theory]
    [InlineData("# ALL: 203.0.113.9")]
    [InlineData("sshd: 203.0.113.9")]
    [InlineData("ALL EXCEPT sshd: 203.0.113.9")]
    [InlineData("ALLOW: 203.0.113.9")]
    [InlineData("ALL: 203.0.113.9 : ALLOW")]
    [InlineData("ALL: 203.0.113.9, 192.0.2.1")]
    [InlineData("ALL: 203.0.113.99\\")]
    [InlineData("ALL: 203.0.113.9/255.255.255.255")]
    [InlineData("ALL: 0.0.0.0/0")]
    [InlineData("ALL: 203.0.113.9/24")]
    [InlineData("ALL: 203.0.113.")]
    [InlineData("ALL: [2001:db8::/32]")]
    [InlineData("ALL: [2001:db8::1]/32")]
    [InlineData("ALL: [::ffff:203.0.113.9]")]
    [InlineData("ALL")]
    public void Leaves_alone_what_does_not_surely_deny_one_prefix_to_all(string line)
    {
        HostsDenySyntax.TryReadEquivalent(Encoding.ASCII.GetBytes(line), out _).Should().BeFalse();
    }

    [Fact]
    public void Never_throws_on_any_bytes()
    {
        Prop.ForAll<byte[]>(bytes =>
            {
                byte[] line = [.. "ALL:"u8, .. bytes];
                _ = HostsDenySyntax.TryReadEntry(line, out _);
                _ = HostsDenySyntax.TryReadEquivalent(line, out _);
                _ = HostsDenyMarker.TryRead([.. "# active-response until "u8, .. bytes], out _);
                return true;
            })
            .QuickCheckThrowOnFailure();
    }

    internal static Gen<AddressPrefix> Prefixes { get; } =
        from isIPv6 in Gen.Elements(true, false)
        from bytes in Gen.Choose(0, 255).ArrayOf(isIPv6 ? 16 : 4)
        from length in Gen.Choose(0, isIPv6 ? 128 : 32)
        select AddressPrefix.From(new IPAddress(bytes.Select(b => (byte)b).ToArray()), length);
}
