using System.Net.Sockets;
using System.Text;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

public sealed class ControlSocketTests
{
    [Fact]
    public async Task Only_its_user_may_open_it_and_it_goes_with_the_agent()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Sockets have no mode on Windows.");
        using var agent = new Agent();
        var run = await agent.StartAsync();

        ModeOf(agent.Socket).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        run.Terminate();
        await run.ExitAsync();
        File.Exists(agent.Socket).Should().BeFalse();
    }

    [Fact]
    public async Task The_socket_of_a_killed_agent_is_replaced_and_that_of_a_live_one_is_not()
    {
        using var agent = new Agent();
        var killed = await agent.StartAsync();
        killed.Kill();
        await killed.ExitAsync();
        File.Exists(agent.Socket).Should().BeTrue("nobody could remove it");

        await agent.StartAsync();
        using (var list = await agent.AskAsync("list"))
        {
            list.OutputText.Should().Contain(Agent.Attacker);
        }

        using var other = await ToolProcess.RunAsync(
            "run",
            "--config",
            agent.PathOf("ossec.conf"),
            "--alerts",
            agent.PathOf("alerts.json"),
            "--hosts-deny",
            agent.PathOf("other.deny"),
            "--state",
            agent.PathOf("other.db"),
            "--control",
            agent.Socket
        );
        other.ExitCode.Should().Be(1);
        other.ErrorText.Should().Contain("listens").And.Contain("already").And.NotContain("   at ");
    }

    [Fact]
    public async Task A_file_that_is_no_socket_is_left_alone()
    {
        using var agent = new Agent();
        await File.WriteAllTextAsync(agent.Socket, "mine");

        using var run = await ToolProcess.RunAsync(
            "run",
            "--config",
            Inputs.Repository("samples/data/ossec.conf"),
            "--alerts",
            "-",
            "--hosts-deny",
            agent.Deny,
            "--state",
            agent.State
        );

        run.ExitCode.Should().Be(1);
        run.ErrorText.Should().Contain("isn't a socket");
        (await File.ReadAllTextAsync(agent.Socket)).Should().Be("mine");
    }

    [Fact]
    public async Task Another_user_who_gets_at_it_is_not_answered()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && File.Exists("/usr/bin/setpriv"),
            "Becoming another user takes root and setpriv."
        );
        using var agent = new Agent();
        await agent.StartAsync();
        OpenToAll(agent.Socket);

        using var nobody = ToolProcess.StartAsNobody("lift", "--all", "--control", agent.Socket);

        (await nobody.ExitAsync()).Should().Be(1);
        nobody.ErrorText.Should().Contain("only root and its own user");
        agent.Denied.Should().Contain(Agent.Attacker);
    }

    [Fact]
    public async Task Members_of_the_named_group_are_answered_by_their_own_or_a_further_group_and_nobody_else_is()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && File.Exists("/usr/bin/setpriv"),
            "Becoming another user takes root and setpriv."
        );
        using var agent = new Agent();
        await agent.StartAsync(alerts: null, "--control-group", "daemon");
        OpenFolder(agent.Socket);

        using var own = ToolProcess.StartAs(1, "list", "--control", agent.Socket);
        using var further = StartWithGroup(65534, 1, "block", "198.51.100.7", "--for", "5m", "--by", "operator", "--control", agent.Socket);
        using var nobody = ToolProcess.StartAsNobody("list", "--control", agent.Socket);

        ModeOf(agent.Socket).Should().Be((UnixFileMode)0b110_110_000);
        (await own.ExitAsync()).Should().Be(0, own.ErrorText);
        own.OutputText.Should().Contain(Agent.Attacker);
        (await further.ExitAsync()).Should().Be(0, further.ErrorText);
        (await nobody.ExitAsync()).Should().Be(1);
        using var history = await agent.AskAsync("history", "198.51.100.7", "--json");
        history.OutputText.Should().Contain("operator (as nobody)");
    }

    [Fact]
    public async Task Who_gets_at_the_socket_of_a_group_without_being_a_member_is_not_answered()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && File.Exists("/usr/bin/setpriv"),
            "Becoming another user takes root and setpriv."
        );
        using var agent = new Agent();
        await agent.StartAsync(alerts: null, "--control-group", "daemon");
        OpenToAll(agent.Socket);

        using var nobody = ToolProcess.StartAsNobody("lift", "--all", "--control", agent.Socket);

        (await nobody.ExitAsync()).Should().Be(1);
        nobody.ErrorText.Should().Contain("the group daemon");
        agent.Denied.Should().Contain(Agent.Attacker);
    }

    [Fact]
    public async Task A_group_that_is_not_there_is_an_error_of_usage()
    {
        using var tool = await ToolProcess.RunAsync(
            "run",
            "--config",
            Inputs.Repository("samples/data/ossec.conf"),
            "--alerts",
            "-",
            "--control-group",
            "no-such-group"
        );

        tool.ExitCode.Should().Be(2);
        tool.ErrorText.Should().Contain("no-such-group");
    }

    [Fact]
    public async Task Rubbish_and_half_requests_do_not_keep_it_from_answering()
    {
        using var agent = new Agent();
        var run = await agent.StartAsync();
        string[] requests =
        [
            "",
            "\n",
            "{}\n",
            "[]\n",
            "{\"command\":\"lift\"}\n",
            "{\"command\":\"lift\",\"all\":\"yes\"}\n",
            "{\"command\":\"block\",\"target\":\"198.51.100.7\"}\n",
            "{\"command\":\"block\",\"target\":\"198.51.100.7\",\"seconds\":-1}\n",
            "{\"command\":\"block\",\"target\":\"198.51.100.7\",\"seconds\":9e99}\n",
            "{\"command\":\"lift\",\"all\":true,\"sure\":true}\n",
            "{\"command\":\"lift\",\"target\":\"\\ud800\"}\n",
            new string('[', 60_000) + "\n",
            new string('x', 200_000),
            "{\"command\":\"list\"",
        ];

        foreach (var request in requests)
        {
            await SendAsync(agent.Socket, Encoding.UTF8.GetBytes(request));
        }

        using var list = await agent.AskAsync("list");
        list.OutputText.Should().Contain(Agent.Attacker).And.Contain("1 active");
        run.ErrorText.Should().NotContain("   at ");
    }

    private static async Task SendAsync(string path, byte[] request)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
        try
        {
            await socket.SendAsync(request);
            socket.Shutdown(SocketShutdown.Send);
            while (await socket.ReceiveAsync(new byte[4096]) > 0)
            {
                // Until it is closed.
            }
        }
        catch (SocketException)
        {
            // Too long: closed before all of it was sent.
        }
    }

    private static UnixFileMode ModeOf(string path) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);

    private static ToolProcess StartWithGroup(int user, int group, params string[] arguments) =>
        ToolProcess.StartProgram(
            Path.GetTempPath(),
            null,
            [
                "setpriv",
                $"--reuid={user}",
                $"--regid={user}",
                $"--groups={group}",
                "--inh-caps=-all",
                "--bounding-set=-all",
                .. BuiltTool.Line,
                .. arguments,
            ]
        );

    private static void OpenFolder(string socket)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.GetDirectoryName(socket)!, (UnixFileMode)0b111_101_101);
        }
    }

    private static void OpenToAll(string socket)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(socket, (UnixFileMode)0b110_110_110);
            File.SetUnixFileMode(Path.GetDirectoryName(socket)!, (UnixFileMode)0b111_101_101);
        }
    }
}
