using ActiveResponse.Processes;

namespace ActiveResponse.Tests.Responders.Firewall.Netsh;

/// <summary>The stand-in takes what the manual has, and nothing else.</summary>
public sealed class NetshStandInTests
{
    private readonly NetshStandIn _windows = new();

    [Fact]
    public async Task Adds_shows_sets_and_deletes_a_rule()
    {
        (await RunAsync("add rule name=a dir=in action=block remoteip=192.0.2.1/32,2001:db8::/32")).ExitCode.Should().Be(0);
        (await RunAsync("show rule name=A"))
            .OutputText.Should()
            .Contain("RemoteIP:                             192.0.2.1/32,2001:db8::/32\r\n");
        (await RunAsync("set rule name=a dir=in new remoteip=192.0.2.2/32")).OutputText.Should().Contain("Updated 1 rule(s).");
        (await RunAsync("show rule name=all"))
            .OutputText.Should()
            .Contain("192.0.2.2/32")
            .And.Contain("Core Networking")
            .And.EndWith("\r\nOk.\r\n\r\n");
        (await RunAsync("delete rule name=a dir=in")).OutputText.Should().Contain("Deleted 1 rule(s).");
        _windows.Text.Should().Be("Core Networking - DHCP (DHCP-In) in allow any");
    }

    [Theory]
    [InlineData("show rule name=a")]
    [InlineData("set rule name=a dir=in new remoteip=192.0.2.1/32")]
    [InlineData("delete rule name=a dir=in")]
    public async Task Says_with_exit_code_1_that_no_rule_matches(string line)
    {
        var result = await RunAsync(line);

        result.ExitCode.Should().Be(1);
        result.OutputText.Should().Contain("No rules match the specified criteria.");
    }

    [Theory]
    [InlineData("show rule")]
    [InlineData("show rules name=all")]
    [InlineData("add rule name=all dir=in action=block remoteip=192.0.2.1/32")]
    [InlineData("add rule name=a dir=both action=block remoteip=192.0.2.1/32")]
    [InlineData("add rule name=a dir=in action=block remoteip=")]
    [InlineData("add rule name=a dir=in action=block")]
    [InlineData("add rule name=a dir=in action=block remoteip=192.0.2.300/32")]
    [InlineData("add rule name=a dir=in action=block remoteip=192.0.2.1/24")]
    [InlineData("add rule name=a dir=in action=block remoteip=192.0.2.1/33")]
    [InlineData("add rule name=a dir=in action=block remoteip=2001:db8::9/32")]
    [InlineData("set rule name=core dir=in remoteip=192.0.2.1/32")]
    [InlineData("remove rule name=a dir=in")]
    public async Task Refuses_anything_else(string line)
    {
        var result = await RunAsync(line);

        result.ExitCode.Should().Be(1);
        result.OutputText.Should().Contain("A specified value is not valid.");
        _windows.Text.Should().Be("Core Networking - DHCP (DHCP-In) in allow any");
    }

    [Fact]
    public async Task A_command_line_of_more_than_32767_characters_can_not_be_started()
    {
        var list = string.Join(',', Enumerable.Range(0, 3_000).Select(static i => $"192.0.{i >> 8}.{i & 255}/32"));

        (await RunAsync($"add rule name=a dir=in action=block remoteip={list}")).Outcome.Should().Be(CommandOutcome.FailedToStart);
    }

    private async Task<CommandResult> RunAsync(string line) =>
        await _windows.RunAsync(new CommandInvocation("netsh", ["advfirewall", "firewall", .. line.Split(' ')]), CancellationToken.None);
}
