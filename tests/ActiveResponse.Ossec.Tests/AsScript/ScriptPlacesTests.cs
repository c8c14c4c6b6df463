using System.Runtime.Versioning;
using System.Text;
using ActiveResponse.Ossec.AsScript;
using ActiveResponse.Ossec.AsScript.Stock;
using ActiveResponse.Ossec.Files;
using ActiveResponse.Testing;

namespace ActiveResponse.Ossec.Tests.AsScript;

/// <summary>Names, folders, the log, and the settings of an administrator.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ScriptPlacesTests
{
    [Theory]
    [InlineData("active-response/bin/host-deny\0", "active-response/bin/host-deny")]
    [InlineData("firewall-drop\0add\0-\0", "firewall-drop")]
    [InlineData("dotnet\0/opt/x/sample.dll\0add\0", "/opt/x/sample")]
    [InlineData("/usr/bin/dotnet\0sample.dll\0", "sample")]
    [InlineData("", null)]
    public void The_name_is_the_one_it_was_called_by(string commandLine, string? expected) =>
        ProgramName.Of(Encoding.UTF8.GetBytes(commandLine)).Should().Be(expected);

    [Theory]
    [InlineData("/var/ossec/active-response/bin/host-deny", "/", "/var/ossec")]
    [InlineData("active-response/bin/host-deny", "/var/ossec", "/var/ossec")]
    [InlineData("x/y/zz", "/var/ossec", "/var/ossec")]
    [InlineData("firewall-drop", "/var/ossec", "/var/ossec")]
    [InlineData("/usr/local/bin/firewall-drop", "/srv", "/srv")]
    public void The_folder_of_the_agent_is_the_one_above_its_scripts(string program, string workingFolder, string expected) =>
        InstallFolder.Of(program, workingFolder).Should().Be(expected);

    [Fact]
    public async Task Lines_of_many_writers_never_mix()
    {
        using var bench = new ScriptBench();
        var file = bench.PathOf("logs/active-responses.log");
        var text = new string('x', 5000);

        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(writer =>
                    Task.Run(() =>
                    {
                        var log = new ScriptLog(file, bench.Clock, complaints: null);
                        for (var i = 0; i < 50; i++)
                        {
                            log.Wazuh($"p{writer}", Encoding.UTF8.GetBytes(text));
                        }
                    })
                )
        );

        (await File.ReadAllLinesAsync(file))
            .Should()
            .HaveCount(400)
            .And.OnlyContain(line =>
                line.StartsWith("2026/08/01 03:17:27 p") && line.EndsWith(": " + text) && line.Length == 24 + text.Length
            );
    }

    [Fact]
    public void A_log_that_cannot_be_written_is_told_once_and_stops_nothing()
    {
        using var said = new StringWriter();
        var log = new ScriptLog("/nonexistent/active-responses.log", new ManualClock(), said);

        log.Ossec("one");
        log.Ossec("two");

        said.ToString()
            .TrimEnd()
            .Split('\n')
            .Should()
            .ContainSingle()
            .Which.Should()
            .StartWith("/nonexistent/active-responses.log can't be written");
    }

    [Fact]
    public void Settings_are_read_and_every_mistake_is_told_with_its_line()
    {
        var settings = ScriptSettingsFile.Parse(
            "s.conf",
            SettingsFile.Parse([
                "# mine",
                "",
                "firewall = iptables, nftables",
                "allow = 192.0.2.0/24 2001:db8::7",
                "protect = no",
                "minimum-uid = 500",
                "hosts-deny = /x/hosts.deny",
                "colour = red",
                "protect = perhaps",
                "allow = 10.0.0.0/33",
                "state = here",
                "firewall",
            ])
        );

        settings
            .Should()
            .Match<ScriptSettings>(static s =>
                !s.Protect && s.MinimumUserId == 500 && s.HostsDeny == "/x/hosts.deny" && s.Allow.Entries.Length == 2
            );
        settings
            .Problems.Select(static problem => problem.Split(": ")[0])
            .Should()
            .Equal("s.conf:8", "s.conf:9", "s.conf:10", "s.conf:11", "s.conf:12");
        settings.Problems[0].Should().Contain("'colour' isn't a setting; the settings are firewall,");
    }

    [Fact]
    public async Task Wrong_settings_stop_what_is_new_and_not_what_ends()
    {
        using var bench = new ScriptBench();
        (await RunAsync("add")).Should().Be(0, bench.Log);
        bench.Settings = bench.Settings with { Problems = ["s.conf:1: wrong"] };

        (await RunAsync("add", "203.0.113.10")).Should().Be(1);
        (await RunAsync("delete")).Should().Be(0, bench.Log);

        bench.Firewalls["iptables"].Entries.Should().BeEmpty();
        bench.Log.Should().Contain("refused by settings: s.conf:1: wrong");

        async Task<int> RunAsync(string action, string address = "203.0.113.9") =>
            (
                await bench.RunAsync(
                    "firewall-drop.sh",
                    "/o/active-response/bin/firewall-drop.sh",
                    [action, "-", address, "1.2", "5712"],
                    ""
                )
            ).ExitCode;
    }

    [Fact]
    public void Programs_are_looked_for_where_the_caller_would_but_not_where_others_can_put_some()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Modes of folders are those of Unix.");
        using var bench = new ScriptBench();
        var (mine, open) = (bench.PathOf("mine"), bench.PathOf("open"));
        Directory.CreateDirectory(mine, (UnixFileMode)0x1ed);
        Directory.CreateDirectory(open);
        File.SetUnixFileMode(open, (UnixFileMode)0x1ff);
        var sticky = bench.PathOf("sticky");
        Directory.CreateDirectory(sticky);
        File.SetUnixFileMode(sticky, (UnixFileMode)0x3ff);

        CallersPath.Trusted($"{open}:{sticky}:{mine}:relative:/nonexistent").Should().Be(mine);
        CallersPath.Trusted(null).Should().BeNull("then the fixed one is used");
    }
}
