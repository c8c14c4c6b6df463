using System.Diagnostics;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

/// <summary><c>import</c> takes over blocks of other programs.</summary>
public sealed class ImportTests
{
    [Fact]
    public async Task Bans_of_fail2ban_go_on_for_the_time_they_have_left()
    {
        using var agent = new Agent();
        using var folder = new Folder();
        await agent.StartAsync();
        var file = Fail2ban.Database(folder, since: DateTimeOffset.UtcNow.AddMinutes(-30));

        using var preview = await agent.AskAsync("import", file, "--dry-run");
        using var undecided = await agent.AskAsync("import", file);
        agent.Denied.Should().NotContain("203.0.113.10", "nothing was changed so far");
        using var import = await agent.AskAsync("import", file, "--for", "2h");
        using var list = await agent.AskAsync("list", "--json", "203.0.113.10");

        preview.ExitCode.Should().Be(0, preview.ErrorText);
        preview
            .OutputText.Should()
            .MatchRegex(@"would block 2001:db8::9 for (29m \d+s|30m)( 0s)? \(jail sshd\)")
            .And.Contain("would block 203.0.113.10 without an end (jail sshd)")
            .And.Contain("3 blocks, 1 without an end in the file, 1 left out");
        preview.ErrorText.Should().Contain("203.0.113.11 is left out: it has ended");
        undecided.ExitCode.Should().Be(1);
        undecided.ErrorText.Should().Contain("1 blocks have no end: give --for DURATION or --permanently");
        import.ExitCode.Should().Be(0, import.OutputText + import.ErrorText);
        agent.Denied.Should().Contain("203.0.113.10").And.Contain("[2001:db8::9]").And.NotContain("203.0.113.11");
        list.OutputText.Should().MatchRegex("\"secondsLeft\":7[12]");
    }

    [Fact]
    public async Task Bans_of_a_real_fail2ban_are_taken_over_while_it_runs()
    {
        using var space = new NetworkNamespace();
        using var fail2ban = await Fail2banServer.StartAsync(space);
        using var agent = new Agent();
        await agent.StartAsync();
        await fail2ban.AskAsync("set", "test", "banip", "203.0.113.21");
        await fail2ban.AskAsync("set", "test", "bantime", "-1");
        await fail2ban.AskAsync("set", "test", "banip", "2001:db8::21");

        using var import = await ImportAllAsync(agent, fail2ban.Database, "203.0.113.21", "2001:db8::21");
        using var list = await agent.AskAsync("list", "203.0.113.21", "--json");

        import.ExitCode.Should().Be(0, import.OutputText + import.ErrorText);
        agent.Denied.Should().Contain("203.0.113.21").And.Contain("[2001:db8::21]");
        // fail2ban rounds the time of the ban to a second, the agent what is left of it up to one.
        list.OutputText.Should().MatchRegex("\"secondsLeft\":3(5\\d\\d|60[01])").And.Contain("\"reason\":\"import: jail test\"");
        import.OutputText.Should().Contain("applied 2001:db8::21 host-deny until lifted");
    }

    // fail2ban writes its database when it has banned, which is after its answer.
    private static async Task<ToolProcess> ImportAllAsync(Agent agent, string database, params string[] targets)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            using (var preview = await agent.AskAsync("import", database, "--dry-run"))
            {
                if (targets.All(target => preview.OutputText.Contains(target, StringComparison.Ordinal)))
                {
                    return await agent.AskAsync("import", database, "--permanently");
                }

                Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromMinutes(1), preview.OutputText + preview.ErrorText);
            }
        }
    }

    [Fact]
    public async Task What_real_ipset_and_nftables_save_is_read()
    {
        using var space = new NetworkNamespace();
        Assert.SkipUnless(File.Exists("/usr/sbin/ipset"), "The package ipset is needed.");
        Run(space, "ipset", "create", "bad", "hash:net", "timeout", "0");
        Run(space, "ipset", "add", "bad", "198.51.100.0/24", "timeout", "3600");
        space.Nft("add table inet f");
        space.Nft("add set inet f bad { type ipv6_addr; flags interval,timeout; }");
        space.Nft("add element inet f bad { 2001:db8:1::/48 timeout 1h }");
        using var folder = new Folder();

        using var ipset = await ToolProcess.RunAsync([
            "import",
            folder.Write("ipset", Run(space, "ipset", "save")),
            "--dry-run",
            "--state",
            "/nowhere/state.db",
        ]);
        using var nft = await ToolProcess.RunAsync([
            "import",
            folder.Write("nft", Run(space, "nft", "-j", "list", "ruleset")),
            "--dry-run",
            "--state",
            "/nowhere/state.db",
        ]);

        ipset.OutputText.Should().MatchRegex(@"would block 198\.51\.100\.0/24 for (59m|1h).* \(set bad\)");
        nft.OutputText.Should().MatchRegex(@"would block 2001:db8:1::/48 for (59m|1h).* \(set bad\)");
    }

    [Fact]
    public async Task What_list_printed_on_one_host_is_taken_over_by_another()
    {
        using var one = new Agent();
        using var other = new Agent();
        await one.StartAsync();
        await other.StartAsync(Inputs.Alert("198.51.100.1"));
        using var list = await one.AskAsync("list", "--json");

        using var import = await ToolProcess.RunAsync(["import", "-", "--state", other.State], input: list.OutputText + "\n");

        import.ExitCode.Should().Be(0, import.OutputText + import.ErrorText);
        other.Denied.Should().Contain(Agent.Attacker);
    }

    [Fact]
    public async Task Without_an_agent_nothing_is_imported()
    {
        using var import = await ToolProcess.RunAsync(["import", "-", "--for", "1h", "--state", "none"], input: "198.51.100.9\n");

        import.ExitCode.Should().Be(1);
        import.ErrorText.Should().Contain("no agent is running");
    }

    [Fact]
    public async Task Safety_rails_hold_for_what_is_imported()
    {
        using var agent = new Agent();
        await agent.StartAsync();
        using var import = await ToolProcess.RunAsync(
            ["import", "-", "--for", "1h", "--state", agent.State],
            input: "127.0.0.1\n198.51.100.9\n"
        );

        import.ExitCode.Should().Be(1);
        import.OutputText.Should().Contain("refused 127.0.0.1").And.Contain("applied 198.51.100.9");
        agent.Denied.Should().NotContain("127.0.0.1");
    }

    private static string Run(NetworkNamespace space, params string[] line)
    {
        using var process = Process.Start(
            new ProcessStartInfo("ip", ["netns", "exec", space.Name, .. line]) { RedirectStandardOutput = true }
        )!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.Should().Be(0, string.Join(' ', line));
        return output;
    }
}
