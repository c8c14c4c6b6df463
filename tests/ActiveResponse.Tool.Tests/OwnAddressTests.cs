using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

public sealed class OwnAddressTests
{
    [Theory]
    [InlineData("2001:db8:7::1", "-6", "addr", "add", "2001:db8:7::1/64", "dev", "v0", "nodad")]
    [InlineData("203.0.113.9", "addr", "add", "203.0.113.9/24", "dev", "v0")]
    [InlineData("203.0.113.9", "route", "add", "default", "via", "203.0.113.9", "dev", "v0", "onlink", "table", "100")]
    [InlineData("2001:db8:7::1", "-6", "route", "add", "2000::/3", "via", "2001:db8:7::1", "dev", "v0", "onlink", "table", "100")]
    public async Task A_block_that_covers_what_has_become_ours_is_lifted_and_a_new_one_refused(string address, params string[] change)
    {
        using var space = new NetworkNamespace();
        using var folder = new Folder();
        space.Ip("link", "set", "lo", "up");
        space.Ip("link", "add", "v0", "type", "veth", "peer", "name", "v1");
        space.Ip("link", "set", "v0", "up");
        space.Ip("link", "set", "v1", "up");
        using var tool = ToolProcess.StartIn(space, Inputs.BlockingRun(folder, address, "nftables", "--state", folder.File("state.db")));
        await tool.LineAsync("applied");

        space.Ip(change);

        await tool.LineAsync("lifted");
        tool.OutputText.Should().Contain("it covers an address that this host needs now");
        using var again = await ToolProcess.RunAsync("block", address, "--for", "1m", "--state", folder.File("state.db"));
        again.OutputText.Should().Contain("refused").And.Contain("(to allow it: --no-guard ");
        space.Ruleset.Should().NotContain("elements");
    }
}
