using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Responders.Firewall.Pf;

/// <summary>The stand-in is strict: what pfctl doesn't take, it doesn't either.</summary>
public sealed class PfStandInTests
{
    private readonly PfStandIn _pf = new();

    [Theory]
    [InlineData("pfctl -x", 1)]
    [InlineData("pfctl -t ossec_fwtable", 1)]
    [InlineData("pfctl -t ossec_fwtable -T", 1)]
    [InlineData("pfctl -t ossec_fwtable -T remove 192.0.2.1", 1)]
    [InlineData("pfctl -t ossec_fwtable -T show 192.0.2.1", 1)]
    [InlineData("pfctl -t ossec_fwtable -T add 192.0.2.300", 255)]
    [InlineData("pfctl -t other -T show", 255)]
    [InlineData("pfctl -t other -T delete 192.0.2.1", 255)]
    [InlineData("pfctl -s everything", 1)]
    [InlineData("pfctl -k not-a-host", 1)]
    [InlineData("pfctl -k 192.0.2.1 -k 192.0.2.2 -k 192.0.2.3", 1)]
    [InlineData("pfctl 192.0.2.1", 1)]
    public void Refuses_what_pfctl_refuses(string commandLine, int exitCode)
    {
        var before = _pf.Describe();

        var result = _pf.Type(commandLine);

        result.ExitCode.Should().Be(exitCode);
        result.ErrorText.Should().NotBeEmpty();
        _pf.Describe().Should().Be(before);
    }

    [Fact]
    public void Adds_none_of_a_file_with_one_bad_line()
    {
        _pf.Type("pfctl -t ossec_fwtable -T add -f -", "192.0.2.1\n192.0.2.300\n").ExitCode.Should().Be(255);

        _pf.Tables["ossec_fwtable"].Should().BeEmpty();
    }

    [Fact]
    public void Makes_a_table_by_adding_to_it_as_pfctl_does()
    {
        _pf.Type("pfctl -t typo -T add 192.0.2.1").ErrorText.Should().Be("1/1 addresses added.\n");

        _pf.Tables["typo"].Should().ContainKey(Some.Prefix("192.0.2.1"));
    }

    [Fact]
    public void Says_how_many_unless_asked_to_be_quiet()
    {
        _pf.Type("pfctl -q -t ossec_fwtable -T add 192.0.2.1").ErrorText.Should().BeEmpty();
        _pf.Type("pfctl -t ossec_fwtable -T add 192.0.2.1").ErrorText.Should().Be("0/1 addresses added.\n");
        _pf.Type("pfctl -t ossec_fwtable -T show").OutputText.Should().Be("   192.0.2.1\n");
    }

    [Fact]
    public void Ends_states_by_their_ends()
    {
        _pf.States.AddRange([
            (Some.Prefix("192.0.2.1"), Some.Prefix("198.51.100.1")),
            (Some.Prefix("198.51.100.1"), Some.Prefix("192.0.2.1")),
        ]);

        _pf.Type("pfctl -k 192.0.2.1").IsSuccess.Should().BeTrue();
        _pf.States.Should().ContainSingle().Which.From.Should().Be(Some.Prefix("198.51.100.1"));
        _pf.Type("pfctl -k 0.0.0.0/0 -k 192.0.2.1").IsSuccess.Should().BeTrue();
        _pf.States.Should().BeEmpty();
    }
}
