using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

/// <summary><c>--reason</c> and <c>--by</c>.</summary>
public sealed class NoteTests
{
    [Fact]
    public async Task Each_change_by_hand_has_its_reason_and_name_on_record()
    {
        using var agent = new Agent();
        await agent.StartAsync();

        using var block = await agent.AskAsync("block", "198.51.100.7", "--for", "1h", "--reason", "a scan\u001b[2J", "--by", "alice");
        using var extend = await agent.AskAsync("extend", Agent.Attacker, "--for", "2h", "--reason", "again", "--by", "bob");
        using var list = await agent.AskAsync("list");
        using var json = await agent.AskAsync("list", "198.51.100.7", "--json");
        using var lift = await agent.AskAsync("lift", "198.51.100.7", "--reason", "sorted out", "--by", "carol", "--json");
        using var history = await agent.AskAsync("history");

        list.OutputText.Should().Contain("by alice: a scan\\u001b[2J").And.Contain("by bob: again").And.NotContain("\u001b");
        Note(json.Output.Single()).Should().Be(("a scan\\u001b[2J", "alice"));
        Note(lift.Output.Single()).Should().Be(("sorted out", "carol"));
        history.OutputText.Should().Contain("by carol: sorted out").And.Contain("by bob: again").And.Contain("by alice: a scan");
    }

    [Fact]
    public async Task Without_a_name_it_is_the_user_who_calls_and_over_the_socket_the_one_the_kernel_names()
    {
        using var agent = new Agent();
        await agent.StartAsync();

        using var block = await agent.AskAsync("block", "198.51.100.7", "--for", "1h");
        using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(agent.Socket));
            await socket.SendAsync(Encoding.UTF8.GetBytes("{\"command\":\"lift\",\"target\":\"198.51.100.7\"}\n"));
            while (await socket.ReceiveAsync(new byte[4096]) > 0)
            {
                // Until the reply is whole.
            }
        }

        using var history = await agent.AskAsync("history", "198.51.100.7", "--json");

        history.Output.Select(Note).Should().Equal((null, Environment.UserName), (null, Environment.UserName));
    }

    [Fact]
    public async Task A_user_without_rights_can_not_be_on_record_as_another()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && File.Exists("/usr/bin/setpriv"),
            "Becoming another user takes root and setpriv."
        );
        using var folder = new Folder();
        var own = Directory.CreateDirectory(folder.File("own")).FullName;
        var (config, alerts) = (folder.Write("ossec.conf", Inputs.Config(600)), folder.Write("alerts.json", Inputs.Alert("203.0.113.9")));
        const string Give = "chmod 755 \"$1\" && chmod 644 \"$1\"/*.* && chown 65534 \"$2\"";
        using (var give = System.Diagnostics.Process.Start("sh", ["-c", Give, "sh", folder.File("."), own]))
        {
            await give.WaitForExitAsync();
        }

        var (deny, state) = (Path.Combine(own, "hosts.deny"), Path.Combine(own, "state.db"));
        using var run = ToolProcess.StartAsNobody([
            "run",
            "--config",
            config,
            "--alerts",
            alerts,
            "--from-start",
            "--hosts-deny",
            deny,
            "--state",
            state,
        ]);
        await run.LineAsync("alert 1785554000.1");

        using var forged = ToolProcess.StartAsNobody("lift", "203.0.113.9", "--by", "root", "--state", state);
        (await forged.ExitAsync()).Should().Be(0, forged.ErrorText);
        using var block = await ToolProcess.RunAsync("block", "203.0.113.10", "--for", "1h", "--by", "alice", "--state", state);
        using var history = await ToolProcess.RunAsync("history", "--json", "--limit", "2", "--state", state);

        history.Output.Select(Note).Should().Equal((null, "alice"), (null, "root (as nobody)"));
    }

    [Fact]
    public async Task Who_allowed_an_address_and_why_is_listed_also_after_a_restart()
    {
        using var agent = new Agent();
        var first = await agent.StartAsync();

        using var add = await agent.AskAsync("allow", "add", "203.0.113.0/24", "--reason", "our own", "--by", "alice", "--json");
        first.Terminate();
        await first.ExitAsync();
        using var offline = await agent.AskAsync("allow", "list");
        await agent.StartAsync();
        using var list = await agent.AskAsync("allow", "list", "--json");

        Note(add.Output.Single()).Should().Be(("our own", "alice"), "the lift that follows has it, too");
        offline.OutputText.Should().Be("203.0.113.0/24 (added by alice: our own)");
        Note(list.Output.Single()).Should().Be(("our own", "alice"));
    }

    [Fact]
    public async Task One_that_is_too_long_is_refused_before_and_by_the_agent()
    {
        using var agent = new Agent();
        await agent.StartAsync();

        using var reason = await agent.AskAsync("block", "198.51.100.7", "--for", "1h", "--reason", new string('x', 501));
        using var by = await agent.AskAsync("lift", Agent.Attacker, "--by", new string('x', 101));

        (reason.ExitCode, by.ExitCode).Should().Be((2, 2));
        reason.ErrorText.Should().Contain("the reason is longer than 500 characters");
        by.ErrorText.Should().Contain("the name is longer than 100 characters");
    }

    private static (string? Reason, string? By) Note(string line)
    {
        var root = JsonDocument.Parse(line).RootElement;
        return (root.GetProperty("reason").GetString(), root.GetProperty("by").GetString());
    }
}
