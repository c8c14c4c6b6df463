using System.Net;
using ActiveResponse.Configuration;
using ActiveResponse.Responders.Firewall;
using FsCheck;
using FsCheck.Fluent;

namespace ActiveResponse.Tests.Responders.Firewall;

/// <summary>The bytes a program is given are those of the text they stand for.</summary>
public sealed class FirewallScriptTests
{
    [Fact]
    public void Addresses_and_numbers_are_written_as_their_text() =>
        Prop.ForAll<byte[], bool, long>(
                static (bytes, isIPv6, number) =>
                {
                    var address = new IPAddress([.. bytes.Concat(new byte[16]).Take(isIPv6 ? 16 : 4)]);
                    var prefix = AddressPrefix.From(address, (bytes.Length * 7) % (isIPv6 ? 129 : 33));
                    var script = new FirewallScript(capacity: 1).Add(prefix).Add(" "u8).AddWithLength(prefix).Add(" é ").Add(number);
                    return script.ToString() == FormattableString.Invariant($"{prefix} {prefix.Address}/{prefix.Length} é {number}");
                }
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("255.255.255.255")]
    [InlineData("10.0.100.9/31")]
    [InlineData("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("::ffff:0:192.0.2.1")]
    [InlineData("::/0")]
    public void The_shortest_and_the_longest_fit(string text)
    {
        _ = AddressPrefix.TryParse(text, out var prefix);

        new FirewallScript(capacity: 1).Add(prefix).Add(long.MinValue).ToString().Should().Be($"{prefix}-9223372036854775808");
    }
}
