using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using ActiveResponse.Tests.Support;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

/// <summary>The tool under the name of the original daemon: started, asked and stopped the way <c>ossec-control</c> and
/// <c>wazuh-control</c> do it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ExecdDaemonTests : IDisposable
{
    private const string Names = "blk600 - blk - 600\nblk0 - blk - 0\nfw600 - firewall-drop.sh - 600\nfw0 - firewall-drop - 0\n";
    private const string Disabled = "<ossec_config><active-response><disabled>yes</disabled></active-response></ossec_config>";

    private readonly List<ExecdHome> _homes = [];

    public void Dispose()
    {
        foreach (var home in _homes)
        {
            foreach (var process in Pids(home))
            {
                using var left = Find(process);
                left?.Kill();
            }

            home.Dispose();
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_goes_into_the_background_is_found_by_its_name_and_stops_when_it_is_killed(bool isOssec)
    {
        var home = Home(isOssec);

        (await CallAsync(home, "-t")).ExitCode.Should().Be(0);
        var started = await CallAsync(home);

        started.ExitCode.Should().Be(0, started.ErrorText);
        var pid = Pids(home).Should().ContainSingle().Subject;
        using var ps = ToolProcess.StartProgram("/", null, "ps", "-p", pid.ToString(CultureInfo.InvariantCulture));
        await ps.ExitAsync();
        await ps.LineAsync(Daemon(isOssec));
        home.Send(isOssec ? "blk600 - 203.0.113.9 1.1 5712 /var/log/auth.log -" : Wazuh4("blk600", "203.0.113.9"));
        await home.CallsAsync(1);
        (await File.ReadAllTextAsync(home.PathOf("logs/ossec.log")))
            .Should()
            .MatchRegex($@"(?m)^\d{{4}}/\d\d/\d\d \d\d:\d\d:\d\d {Daemon(isOssec)}: .*listening at ");

        await KillAsync(pid);

        Pids(home).Should().BeEmpty();
        home.Calls.Should().Contain("delete");
    }

    [Fact]
    public async Task Its_options_are_in_a_file_of_the_installation()
    {
        var home = Home(isOssec: true);
        await File.WriteAllTextAsync(
            home.PathOf("etc/active-response-execd.conf"),
            $"# ours\nhosts-deny = {home.PathOf("hosts.deny")}\nstate = none\njson = no\n"
        );

        (await CallAsync(home)).ExitCode.Should().Be(0);
        home.Send("fw600 - 203.0.113.9 1.1 5712 /var/log/auth.log -");

        await ExecdHome.UntilAsync(() => UnlockedFile.Text(home.PathOf("hosts.deny")).Contains("203.0.113.9", StringComparison.Ordinal));
        home.Calls.Should().BeEmpty();
    }

    [Theory]
    [InlineData("colour = red", "'--colour'")]
    [InlineData("exact = yes\nstate = none", "--exact can't be combined with --state")]
    [InlineData("exact", "conf:1")]
    [InlineData("home = /elsewhere", "conf:1")]
    public async Task A_mistake_in_that_file_is_told_with_its_place_and_nothing_is_started(string settings, string says)
    {
        var home = Home(isOssec: true);
        await File.WriteAllTextAsync(home.PathOf("etc/active-response-execd.conf"), settings + "\n");

        foreach (
            var options in (string[][])
                [
                    ["-t"],
                    [],
                ]
        )
        {
            var called = await CallAsync(home, options);
            called.ExitCode.Should().Be(1);
            called.ErrorText.Should().Contain(says).And.Contain("active-response-execd.conf").And.NotContain("Exception");
        }

        Pids(home).Should().BeEmpty();
    }

    [Fact]
    public async Task A_configuration_that_can_not_be_used_ends_the_test_and_the_start_with_1_and_the_reason()
    {
        var home = Home(isOssec: true, "<ossec_config>");

        foreach (
            var options in (string[][])
                [
                    ["-t"],
                    [],
                ]
        )
        {
            var called = await CallAsync(home, options);
            called.ExitCode.Should().Be(1);
            called.ErrorText.Should().Contain("ossec.conf");
        }
    }

    [Fact]
    public async Task Where_active_response_is_disabled_one_ends_well_and_the_other_stays_as_the_originals_do()
    {
        var (ossec, wazuh) = (Home(isOssec: true, Disabled), Home(isOssec: false, Disabled));

        (await CallAsync(ossec)).ExitCode.Should().Be(0);
        (await CallAsync(wazuh)).ExitCode.Should().Be(0);

        Pids(ossec).Should().BeEmpty();
        await KillAsync(Pids(wazuh).Should().ContainSingle().Subject);
        File.Exists(wazuh.Queue).Should().BeFalse();
    }

    [Theory]
    [InlineData(">/dev/full 2>/dev/full")]
    [InlineData(">&- 2>&-")]
    [InlineData("<&- >&- 2>&-")]
    public async Task A_full_or_closed_standard_error_keeps_it_from_nothing(string redirection)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");
        var home = Home(isOssec: true);
        using var shell = ToolProcess.StartProgram(
            "/",
            null,
            ["sh", "-c", $"exec \"$@\" {redirection}", "sh", home.PathOf("bin/ossec-execd")]
        );

        (await shell.ExitAsync()).Should().Be(0);
        home.Send("blk600 - 203.0.113.9 1.1 5712 /var/log/auth.log -");
        await home.CallsAsync(1);

        await KillAsync(Pids(home).Should().ContainSingle().Subject);
    }

    [Fact]
    public async Task In_the_foreground_a_full_standard_error_keeps_it_from_nothing()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");
        var home = Home(isOssec: true);
        using var daemon = ToolProcess.StartProgram(
            "/",
            null,
            ["sh", "-c", "exec \"$@\" >/dev/full 2>/dev/full", "sh", home.PathOf("bin/ossec-execd"), "-f"]
        );
        await ExecdHome.UntilAsync(() => File.Exists(home.Queue));

        home.Send("blk600 - 203.0.113.9 1.1 5712 /var/log/auth.log -");
        await home.CallsAsync(1);
        daemon.Terminate();

        (await daemon.ExitAsync()).Should().Be(0);
    }

    [Fact]
    public async Task A_start_right_after_a_stop_waits_for_the_one_before()
    {
        var home = Home(isOssec: true);
        home.Script("blk", "#!/bin/sh\n[ \"$1\" = add ] || sleep 2\necho \"$*\" >> \"${0%/*}/../../calls\"\n");
        (await CallAsync(home)).ExitCode.Should().Be(0);
        var first = Pids(home).Should().ContainSingle().Subject;
        home.Send("blk600 - 203.0.113.9 1.1 5712 /var/log/auth.log -");
        await home.CallsAsync(1);

        // ossec-control sends the signal, removes the file, and starts the next one a second later.
        (await ToolProcess.StartProgram("/", null, "kill", first.ToString(CultureInfo.InvariantCulture)).ExitAsync())
            .Should()
            .Be(0);
        var again = await CallAsync(home);

        again.ExitCode.Should().Be(0, again.ErrorText);
        home.Send("blk0 - 203.0.113.7 1.1 5712 /var/log/auth.log -");
        await ExecdHome.UntilAsync(() => home.Calls.Contains("203.0.113.7", StringComparison.Ordinal));
    }

    // What analysisd and agentd of both do: they connect when they start, and never again (OSSEC and Wazuh 4.14: StartMQ in main,
    // OS_SendUnix for each message).
    [Fact]
    public async Task A_sender_that_connects_once_reaches_the_one_it_connected_to_and_no_other_so_the_guides_have_it_restarted()
    {
        var home = Home(isOssec: true);
        (await CallAsync(home)).ExitCode.Should().Be(0);
        using var sender = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        await sender.ConnectAsync(new UnixDomainSocketEndPoint(home.Queue));
        sender.Send(Encoding.ASCII.GetBytes("blk0 - 203.0.113.1 1.1 5712 /var/log/auth.log -\0"));
        await home.CallsAsync(1);
        await KillAsync(Pids(home).Single());

        (await CallAsync(home)).ExitCode.Should().Be(0);

        sender
            .Invoking(static socket => socket.Send("blk0 - 203.0.113.2 1.1 5712 /var/log/auth.log -\0"u8))
            .Should()
            .Throw<SocketException>();
        using var restarted = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        await restarted.ConnectAsync(new UnixDomainSocketEndPoint(home.Queue));
        restarted.Send("blk0 - 203.0.113.3 1.1 5712 /var/log/auth.log -\0"u8);
        await home.CallsAsync(2);
        home.Calls.Should().NotContain("203.0.113.2");
        var guide = await File.ReadAllTextAsync(Inputs.Repository("docs/execd.md"));
        guide
            .Should()
            .Contain("connect once")
            .And.Contain("ossec-analysisd")
            .And.Contain("ossec-agentd")
            .And.Contain("wazuh-analysisd")
            .And.Contain("wazuh-agentd");
    }

    [Fact]
    public async Task What_install_scripts_puts_into_the_folder_is_run_by_execd()
    {
        var home = Home(isOssec: false);
        await File.WriteAllTextAsync(
            home.PathOf("etc/active-response-scripts.conf"),
            $"ip-block = {home.PathOf("ipblock")}\nstate = {home.PathOf("state")}\nprotect = no\n"
        );
        await File.WriteAllTextAsync(home.PathOf("etc/shared/ar.conf"), "ic0 - ip-customblock - 0\n");
        (await ToolProcess.RunAsync("install-scripts", home.PathOf("active-response/bin"), "--names", "ip-customblock"))
            .ExitCode.Should()
            .Be(0);
        var tool = await home.StartAsync("--state", "none");

        home.Send(Wazuh4("ic0", "203.0.113.9"));

        await tool.LineAsync("applied");
        File.Exists(home.PathOf("ipblock/203.0.113.9")).Should().BeTrue(tool.ErrorText);
    }

    private ExecdHome Home(bool isOssec, string config = "<ossec_config></ossec_config>")
    {
        var home = new ExecdHome(isOssec, Names, config);
        _homes.Add(home);
        Directory.CreateDirectory(home.PathOf("bin"));
        File.CreateSymbolicLink(home.PathOf("bin/" + Daemon(isOssec)), BuiltTool.Executable);
        File.WriteAllText(home.PathOf("etc/active-response-execd.conf"), "state = none\n");
        return home;
    }

    private static async Task<ToolProcess> CallAsync(ExecdHome home, params string[] options)
    {
        var called = ToolProcess.StartProgram("/", null, [home.PathOf("bin/" + Daemon(home.IsOssec)), .. options]);
        await called.ExitAsync();
        return called;
    }

    private static async Task KillAsync(int pid)
    {
        using var process = Find(pid);
        (await ToolProcess.StartProgram("/", null, "kill", pid.ToString(CultureInfo.InvariantCulture)).ExitAsync()).Should().Be(0);
        await ExecdHome.UntilAsync(() =>
            !Directory.Exists($"/proc/{pid}") || File.ReadAllText($"/proc/{pid}/stat").Contains(") Z", StringComparison.Ordinal)
        );
    }

    private static List<int> Pids(ExecdHome home) =>
        [
            .. Directory
                .EnumerateFiles(home.PathOf("var/run"), "*-execd-*.pid")
                .Select(static file => int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture)),
        ];

    private static Process? Find(int pid)
    {
        try
        {
            return Process.GetProcessById(pid);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string Daemon(bool isOssec) => isOssec ? "ossec-execd" : "wazuh-execd";

    private static string Wazuh4(string name, string address) =>
        $$$$$"""{"version":1,"origin":{"name":"node01","module":"wazuh-analysisd"},"command":"{{{{{name}}}}}","parameters":"""
        + """{"extra_args":[],"alert":{"rule":{"level":10,"id":"5712"},"id":"1754300000.1","data":"""
        + $$$$$"""{"srcip":"{{{{{address}}}}}"}}}}""";
}
