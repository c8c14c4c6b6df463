using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

public sealed class SealedHostTests
{
    [Theory]
    [InlineData("iptables")]
    [InlineData("ipset")]
    public async Task Blocks_where_run_can_not_be_written(string firewall)
    {
        Assert.SkipWhen(firewall == "ipset" && !File.Exists("/usr/sbin/ipset"), "The package ipset is needed.");
        Assert.SkipUnless(File.Exists("/usr/sbin/iptables"), "The package iptables is needed.");
        using var space = new NetworkNamespace();
        using var folder = new Folder();
        using var tool = ToolProcess.StartSealed(
            space,
            Inputs.BlockingRun(folder, "203.0.113.9", firewall, "--state", folder.File("state.db"), "--control", "none")
        );

        await tool.LineAsync("applied");

        tool.Terminate();
        (await tool.ExitAsync()).Should().Be(0, tool.ErrorText);
    }
}
