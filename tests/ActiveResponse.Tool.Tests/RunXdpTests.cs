using ActiveResponse.Tests.Responders.Firewall.Xdp;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

/// <summary><c>--firewall xdp</c> and <c>xdp+nftables</c>.</summary>
public sealed class RunXdpTests : IDisposable
{
    private readonly BpfFolder _bpf = BpfFolder.Mount();
    private readonly NetworkNamespace _space = new();
    private readonly Folder _folder = new();

    public RunXdpTests() => _space.Ip("link", "add", "lan0", "type", "veth", "peer", "name", "lan9");

    public void Dispose()
    {
        _folder.Dispose();
        _space.Dispose();
        _bpf.Dispose();
    }

    [Fact]
    public async Task Blocks_outlive_a_killed_agent_and_the_next_one_takes_them_up()
    {
        using (var first = ToolProcess.StartIn(_space, Run("xdp", "first.db")))
        {
            await first.LineAsync("applied");
            first.Kill();
            await first.ExitAsync();
        }

        _bpf.Describe().Should().Contain("active_response_v1/hosts4").And.Contain("active_response_v1/link_");
        using var second = ToolProcess.StartIn(_space, Run("xdp", "second.db"));

        await second.LineAsync("extended");
    }

    [Theory]
    [InlineData("xdp", "xdp")]
    [InlineData("xdp+nftables", "nftables")]
    [InlineData("nftables", "xdp+nftables")]
    public async Task A_second_agent_stays_away_from_what_a_live_one_uses(string first, string second)
    {
        using var live = ToolProcess.StartIn(_space, Run(first, "first.db"));
        await live.LineAsync("applied");

        using var other = ToolProcess.StartIn(_space, Run(second, "second.db"));
        await other.LineAsync("failed");

        other.OutputText.Should().Contain($"works with {second} here").And.NotContain("applied  ");
    }

    [Fact]
    public async Task Both_at_once_block_and_lift_in_both_and_health_says_where()
    {
        string[] control = ["--control", _folder.File("control.sock")];
        using (var earlier = ToolProcess.StartIn(_space, Run("xdp+nftables", "state.db")))
        {
            await earlier.LineAsync("applied");
            earlier.Terminate();
            (await earlier.ExitAsync()).Should().Be(0, earlier.ErrorText);
        }

        using var agent = ToolProcess.StartIn(_space, [.. Run("xdp+nftables", "state.db", "203.0.113.10")[..^2], .. control]);
        await agent.LineAsync("applied");
        _space.Ruleset.Should().Contain("203.0.113.9 timeout").And.Contain("203.0.113.10 timeout");

        using var health = await ToolProcess.RunAsync(["health", .. control]);
        using var lift = await ToolProcess.RunAsync(["lift", "203.0.113.9", .. control]);
        using var after = await ToolProcess.RunAsync(["health", .. control]);

        health.OutputText.Should().Contain("lan0 (native); 0 packets dropped").And.Contain("all 2 blocks are in place");
        lift.OutputText.Should().Contain("lifted").And.Contain("203.0.113.9");
        _space.Ruleset.Should().NotContain("203.0.113.9 ").And.Contain("203.0.113.10 ");
        after.OutputText.Should().Contain("all 1 blocks are in place");
        after.OutputText.Should().NotContain("on no record");
    }

    [Fact]
    public async Task Uninstall_leaves_nothing_of_either()
    {
        using (var agent = ToolProcess.StartIn(_space, Run("xdp+nftables", "state.db")))
        {
            await agent.LineAsync("applied");
            agent.Terminate();
            (await agent.ExitAsync()).Should().Be(0, agent.ErrorText);
        }

        _bpf.Describe().Should().Contain("active_response_v1");
        using var uninstall = ToolProcess.StartIn(
            _space,
            "uninstall",
            "--yes",
            "--state",
            _folder.File("state.db"),
            "--firewall",
            "xdp+nftables",
            "--xdp-interface",
            "lan0",
            "--xdp-folder",
            _bpf.Path
        );

        (await uninstall.ExitAsync()).Should().Be(0, uninstall.OutputText + uninstall.ErrorText);
        _bpf.Describe().Should().NotContain("active_response");
        _space.Ruleset.Should().NotContain("active_response");
    }

    [Theory]
    [InlineData("--xdp-interface", "a/b", "an interface has a name of 1 to 15 characters; 'a/b' is none")]
    [InlineData("--xdp-folder", "bpf", "the full path of a folder")]
    public async Task Wrong_options_are_told_at_once(string option, string value, string expected)
    {
        using var tool = ToolProcess.Start("run", "--config", "ossec.conf", "--alerts", "-", "--firewall", "xdp", option, value);

        (await tool.ExitAsync()).Should().Be(2);
        tool.ErrorText.Should().Contain(expected);
    }

    private string[] Run(string firewall, string state, string attacker = "203.0.113.9") =>
        [
            "run",
            "--config",
            _folder.Write("ossec.conf", Inputs.Config(600)),
            "--alerts",
            _folder.Write($"{attacker}.json", Inputs.Alert(attacker)),
            "--from-start",
            "--firewall",
            firewall,
            "--xdp-interface",
            "lan0",
            "--xdp-folder",
            _bpf.Path,
            "--state",
            _folder.File(state),
            "--control",
            "none",
        ];
}
