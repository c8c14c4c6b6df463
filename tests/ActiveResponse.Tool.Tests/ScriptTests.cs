using System.Diagnostics;
using System.Runtime.Versioning;
using ActiveResponse.Tests.Support;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

/// <summary>The tool called by the names of scripts, as a process of its own.</summary>
public sealed class ScriptTests
{
    private const string Keys =
        """{"version":1,"origin":{"name":"host-deny","module":"active-response"},"command":"check_keys","parameters":"""
        + """{"keys":["203.0.113.9"]}}""";

    [Fact]
    public async Task Called_host_deny_it_talks_denies_logs_and_takes_back()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "hosts.deny is written on Linux.");
        using var home = new ScriptHome();
        home.Write("hosts.deny", "# mine\nALL:203.0.113.99\n");

        using var add = home.Start("host-deny", Message("add") + Message("continue"), []);
        (await add.ExitAsync()).Should().Be(0, add.ErrorText);
        add.Output.Should().Equal(Keys);
        UnlockedFile.Text(home.File("hosts.deny")).Should().Contain("\nALL:203.0.113.9\n").And.EndWith("# mine\nALL:203.0.113.99\n");

        using var delete = home.Start("host-deny", Message("delete"), []);
        (await delete.ExitAsync()).Should().Be(0, delete.ErrorText);
        delete.Output.Should().BeEmpty();
        UnlockedFile.Text(home.File("hosts.deny")).Should().Be("# mine\nALL:203.0.113.99\n");
        home.Log.Split('\n')
            .Where(static line => line.Length > 0)
            .Should()
            .HaveCount(8)
            .And.OnlyContain(static line => line.Contains(" active-response/bin/host-deny: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("firewall-drop", false)]
    [InlineData("firewall-drop.sh", true)]
    public async Task Called_firewall_drop_it_blocks_with_iptables_and_lifts_in_another_process(string name, bool byArguments)
    {
        using var space = new NetworkNamespace();
        Assert.SkipUnless(File.Exists("/usr/sbin/iptables"), "The package iptables is needed.");
        using var home = new ScriptHome();

        (await RunAsync("add")).Should().Be(0, "");
        Rules().Should().Contain("203.0.113.9");
        (await RunAsync("delete")).Should().Be(0, home.Log);
        Rules().Should().NotContain("203.0.113.9");

        async Task<int> RunAsync(string action)
        {
            using var script = byArguments
                ? home.Start(
                    name,
                    null,
                    ["ip", "netns", "exec", space.Name],
                    action,
                    "-",
                    "203.0.113.9",
                    "1.2",
                    "5712",
                    "/var/log/auth.log",
                    "-"
                )
                : home.Start(name, Message(action) + Message("continue"), ["ip", "netns", "exec", space.Name]);
            return await script.ExitAsync();
        }

        string Rules()
        {
            using var list = Process.Start(
                new ProcessStartInfo("ip", ["netns", "exec", space.Name, "iptables", "-S"]) { RedirectStandardOutput = true }
            )!;
            return list.StandardOutput.ReadToEnd();
        }
    }

    [Fact]
    public async Task Loopback_is_named_and_not_blocked()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "hosts.deny is written on Linux.");
        using var home = new ScriptHome();

        using var script = home.Start("host-deny", Message("add", "127.0.0.1") + Message("continue", "127.0.0.1"), []);

        (await script.ExitAsync()).Should().Be(1);
        script.OutputText.Should().Be(Keys.Replace("203.0.113.9", "127.0.0.1", StringComparison.Ordinal));
        File.Exists(home.File("hosts.deny")).Should().BeFalse();
        home.Log.Should().Contain("refused by protected-address");
    }

    [Theory]
    [InlineData("203.0.0.0/16")]
    [InlineData("203.0.113.9/32")]
    [InlineData("2001:db8::/64")]
    public async Task As_a_script_of_OSSEC_it_blocks_no_network_of_an_alert_and_one_given_by_hand(string network)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "hosts.deny is written on Linux.");
        using var home = new ScriptHome();
        foreach (
            string[] origin in (string[][])
                [
                    ["1754300000.8812", "5712", "/var/log/auth.log", "-"],
                    ["1754300000.8812"],
                    ["-", "5712"],
                ]
        )
        {
            using var script = home.Start("host-deny.sh", null, [], ["add", "-", network, .. origin]);
            (await script.ExitAsync()).Should().Be(1, "{0}", origin[0]);
            File.Exists(home.File("hosts.deny")).Should().BeFalse();
        }

        using var byHand = home.Start("host-deny.sh", null, [], "add", "-", network, "(from_the_server)", "(no_rule_id)");
        (await byHand.ExitAsync()).Should().Be(0, home.Log);
        UnlockedFile.Text(home.File("hosts.deny")).Should().Contain("ALL:");
        using var delete = home.Start("host-deny.sh", null, [], "delete", "-", network, "1754300000.8812", "5712");
        (await delete.ExitAsync()).Should().Be(0, "what is in place is taken back: {0}", home.Log);
        File.Exists(home.File("hosts.deny")).Should().BeFalse("it was made for this entry");
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Programs_of_a_sticky_folder_that_others_can_write_are_not_run()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Modes of folders are those of Unix.");
        using var space = new NetworkNamespace();
        using var home = new ScriptHome("firewall = iptables");
        var sticky = Directory.CreateDirectory(home.File("sticky")).FullName;
        foreach (var name in (string[])["iptables", "iptables-save", "iptables-restore"])
        {
            home.Write("sticky/" + name, $"#!/bin/sh\necho {name} >> {home.File("ran")}\n");
            File.SetUnixFileMode(home.File("sticky/" + name), (UnixFileMode)Convert.ToInt32("755", 8));
        }

        File.SetUnixFileMode(sticky, (UnixFileMode)Convert.ToInt32("1777", 8));
        using var script = home.Start(
            "firewall-drop.sh",
            null,
            ["ip", "netns", "exec", space.Name, "env", $"PATH={sticky}:/usr/sbin:/usr/bin:/sbin:/bin"],
            "add",
            "-",
            "203.0.113.9",
            "1.2",
            "5712"
        );
        await script.ExitAsync();
        File.Exists(home.File("ran")).Should().BeFalse();
    }

    [Fact]
    public async Task Called_disable_account_it_locks_and_unlocks()
    {
        using var etc = new AccountsFolder("alice");
        using var home = new ScriptHome();

        (await RunAsync("add")).Should().Be(0, "");
        etc.HashOf("alice").Should().StartWith("!");
        (await RunAsync("delete")).Should().Be(0, home.Log);
        etc.HashOf("alice").Should().Be(AccountsFolder.Hash);

        async Task<int> RunAsync(string action)
        {
            using var script = home.Start("disable-account.sh", null, etc.Within, action, "alice", "-", "1.2", "5712");
            return await script.ExitAsync();
        }
    }

    [Fact]
    public async Task The_sample_is_a_script_too()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The folder is named by the environment of a shell.");
        using var home = new ScriptHome();
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var sample = Inputs.Repository($"samples/ResponderScript/bin/{output.Parent!.Name}/{output.Name}/ResponderScript");
        File.CreateSymbolicLink(Path.Combine(home.Scripts, "edge-list"), sample);

        using var add = ToolProcess.StartProgram(
            home.File(""),
            Message("add") + Message("continue"),
            "env",
            $"EDGE_LIST_FOLDER={home.File("edge")}",
            "active-response/bin/edge-list"
        );
        (await add.ExitAsync()).Should().Be(0, add.ErrorText);
        add.OutputText.Should().Be(Keys.Replace("host-deny", "edge-list", StringComparison.Ordinal));
        (await File.ReadAllTextAsync(home.File("edge/list/203.0.113.9"))).Should().Be("rule 5712\n");

        using var delete = ToolProcess.StartProgram(
            home.File(""),
            null,
            "env",
            $"EDGE_LIST_FOLDER={home.File("edge")}",
            "active-response/bin/edge-list",
            "delete",
            "-",
            "203.0.113.9"
        );
        (await delete.ExitAsync()).Should().Be(0, delete.ErrorText);
        File.Exists(home.File("edge/list/203.0.113.9")).Should().BeFalse();
    }

    private static string Message(string command, string address = "203.0.113.9") =>
        $$$"""{"version":1,"origin":{"name":"node01","module":"wazuh-execd"},"command":"{{{command}}}","parameters":"""
        + $$$"""{"extra_args":[],"alert":{"rule":{"level":5,"id":"5712"},"data":{"srcip":"{{{address}}}"}},"program":"x"}}"""
        + "\n";
}
