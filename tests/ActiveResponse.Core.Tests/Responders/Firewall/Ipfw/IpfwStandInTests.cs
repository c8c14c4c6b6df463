namespace ActiveResponse.Tests.Responders.Firewall.Ipfw;

/// <summary>The stand-in is strict: what ipfw doesn't take, it doesn't either.</summary>
public sealed class IpfwStandInTests
{
    private readonly IpfwStandIn _ipfw = new();

    [Theory]
    [InlineData("ipfw frobnicate", 64)]
    [InlineData("ipfw -q", 64)]
    [InlineData("ipfw add 0 deny ip from any to any", 64)]
    [InlineData("ipfw add 00001 drop it from any to any", 64)]
    [InlineData("ipfw add 00001 deny ip from table(1 to any", 64)]
    [InlineData("ipfw add 00001 deny ip from any to any extra", 64)]
    [InlineData("ipfw delete 1", 69)]
    [InlineData("ipfw table 1 list", 71)]
    [InlineData("ipfw table 1 add", 64)]
    [InlineData("ipfw table 1", 64)]
    [InlineData("ipfw table all add 192.0.2.1", 64)]
    [InlineData("ipfw -q table 1 add 192.0.2.300", 68)]
    [InlineData("ipfw -q table 1 delete 192.0.2.1", 65)]
    [InlineData("ipfw -q /etc/other", 64)]
    [InlineData("ipfw -z /dev/stdin", 64)]
    [InlineData("sysctl -n net.inet.ip.other", 1)]
    public void Refuses_what_ipfw_refuses(string commandLine, int exitCode)
    {
        var before = _ipfw.Describe();

        var result = _ipfw.Type(commandLine);

        result.ExitCode.Should().Be(exitCode);
        result.ErrorText.Should().NotBeEmpty();
        _ipfw.Describe().Should().Be(before);
    }

    [Fact]
    public void Stops_at_the_first_bad_line_of_a_file()
    {
        var result = _ipfw.Type("ipfw -q /dev/stdin", "table 1 add 192.0.2.1\ntable 1 add 192.0.2.300\ntable 1 add 192.0.2.2\n");

        result.ExitCode.Should().Be(68);
        result.ErrorText.Should().Be("Line 2: hostname ``192.0.2.300'' unknown\n");
        _ipfw.Type("ipfw table 1 list").OutputText.Should().Be("192.0.2.1/32 0\n");
    }

    [Fact]
    public void Minds_doubles_unless_asked_to_be_quiet()
    {
        _ipfw.Type("ipfw table 1 add 2001:db8::/32").ErrorText.Should().Contain("DEPRECATED");
        _ipfw.Type("ipfw table 1 add 2001:db8::/32").ExitCode.Should().Be(71);
        _ipfw.Type("ipfw -q table 1 add 2001:db8::/32").ExitCode.Should().Be(0);
        _ipfw.Type("ipfw table 1 delete 2001:db8::1").ExitCode.Should().Be(71);
        _ipfw.Type("ipfw -q table 1 delete 2001:db8::1").ExitCode.Should().Be(0);
    }

    [Fact]
    public void Writes_a_rule_as_it_was_given_with_five_digits()
    {
        _ipfw.Type("ipfw add 1 deny ip from table(1) to any // why").OutputText.Should().Be("00001 deny ip from table(1) to any // why\n");

        _ipfw.Type("ipfw list").OutputText.Should().Be("00001 deny ip from table(1) to any // why\n65535 allow ip from any to any\n");
    }
}
