using System.Net.Sockets;
using System.Text;
using ActiveResponse.Tool.Running;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

/// <summary>What <c>run</c> tells systemd.</summary>
public sealed class ServiceTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_is_ready_alive_and_stopping_for_systemd(bool isAbstract)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "systemd is of Linux.");
        using var folder = new Folder();
        var name = isAbstract ? $"@ar-{Guid.NewGuid():N}" : folder.File("notify");
        using var systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        systemd.Bind(new UnixDomainSocketEndPoint(isAbstract ? '\0' + name[1..] : name));
        using var tool = Start(folder, $"NOTIFY_SOCKET={name}", "WATCHDOG_USEC=200000");

        (await NextAsync(systemd)).Should().Be("READY=1");
        (await NextAsync(systemd)).Should().Be("WATCHDOG=1");
        (await NextAsync(systemd)).Should().Be("WATCHDOG=1");
        tool.Terminate();

        var last = await NextAsync(systemd);
        while (last == "WATCHDOG=1")
        {
            last = await NextAsync(systemd);
        }

        last.Should().Be("STOPPING=1");
        (await tool.ExitAsync()).Should().Be(0, tool.ErrorText);
    }

    [Fact]
    public async Task Without_a_watchdog_or_with_one_of_another_process_it_gives_no_signs_of_life()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "systemd is of Linux.");
        using var folder = new Folder();
        var name = folder.File("notify");
        using var systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        systemd.Bind(new UnixDomainSocketEndPoint(name));
        using var tool = Start(folder, $"NOTIFY_SOCKET={name}", "WATCHDOG_USEC=200000", "WATCHDOG_PID=1");

        (await NextAsync(systemd)).Should().Be("READY=1");
        tool.Terminate();

        (await NextAsync(systemd)).Should().Be("STOPPING=1");
    }

    [Fact]
    public async Task A_service_that_does_not_answer_gives_no_sign_of_life()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "systemd is of Linux.");
        using var folder = new Folder();
        using var systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        systemd.Bind(new UnixDomainSocketEndPoint(folder.File("notify")));
        await using var notifier = new ServiceNotifier(folder.File("notify"), TimeSpan.FromMilliseconds(1));

        notifier.Ready(static token => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token));
        notifier.Stopping();

        (await NextAsync(systemd)).Should().Be("READY=1");
        (await NextAsync(systemd)).Should().Be("STOPPING=1");
    }

    [Fact]
    public async Task A_socket_that_nobody_has_stops_nothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "systemd is of Linux.");
        using var folder = new Folder();
        using var tool = Start(folder, $"NOTIFY_SOCKET={folder.File("absent")}");

        await tool.LineAsync("applied");
        tool.Terminate();

        (await tool.ExitAsync()).Should().Be(0, tool.ErrorText);
    }

    private static ToolProcess Start(Folder folder, params string[] variables) =>
        ToolProcess.StartProgram(
            Path.GetTempPath(),
            input: null,
            [
                "env",
                .. variables,
                .. BuiltTool.Line,
                "run",
                "--config",
                folder.Write("ossec.conf", Inputs.Config(600)),
                "--alerts",
                folder.Write("alerts.json", Inputs.Alert("203.0.113.9")),
                "--from-start",
                "--hosts-deny",
                folder.File("hosts.deny"),
                "--state",
                "none",
            ]
        );

    private static async Task<string> NextAsync(Socket systemd)
    {
        var buffer = new byte[1024];
        var length = await systemd.ReceiveAsync(buffer, SocketFlags.None).WaitAsync(Limit);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
