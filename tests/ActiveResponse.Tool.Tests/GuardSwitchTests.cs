using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class GuardSwitchTests
{
    [Fact]
    public async Task A_refusal_names_the_option_that_switches_the_rail_off()
    {
        using var tool = await RunAsync("127.0.0.1", "192.0.2.53", "<client><server><address>192.0.2.53</address></server></client>");
        tool.OutputText.Should().Contain("(to allow it: --no-guard manager)");
    }

    [Fact]
    public async Task A_rail_can_be_switched_off()
    {
        using var tool = await RunAsync(
            "127.0.0.1",
            "192.0.2.53",
            "<client><server><address>192.0.2.53</address></server></client>",
            "--no-guard",
            "manager"
        );
        tool.OutputText.Should().NotContain("manager:").And.Contain("192.0.2.53");
    }

    [Theory]
    [InlineData("--no-guard", "everything")]
    [InlineData("--budget", "firewall-drop600")]
    [InlineData("--budget", "firewall-drop600=0")]
    [InlineData("--widest-ipv4", "33")]
    [InlineData("--widest-ipv6", "0")]
    public async Task What_is_no_rail_is_refused(string option, string value)
    {
        using var tool = await ToolProcess.RunAsync("run", "--config", "ossec.conf", "--alerts", "-", option, value);
        tool.ExitCode.Should().Be(2);
        tool.ErrorText.Should().ContainAny(option, value);
    }

    // Long: one scenario from start to end.
    [Fact]
    public async Task A_notifier_is_run_for_an_address_that_may_not_be_blocked()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the script is one of a shell");
        using var folder = new Folder();
        foreach (var name in new[] { "ossec-slack.sh", "tell-team.sh", "my-block.sh" })
        {
            Directory.CreateDirectory(folder.File("bin"));
            var script = folder.Write($"bin/{name}", $"#!/bin/sh\necho \"$3\" >> {folder.File(name + ".told")}\n");
            File.SetUnixFileMode(script, (UnixFileMode)0x1ed);
        }

        using var tool = await ToolProcess.RunAsync(
            [
                "run",
                "--dialect",
                "ossec",
                "--config",
                folder.Write(
                    "ossec.conf",
                    "<ossec_config>"
                        + string.Concat(
                            new[] { "ossec-slack", "tell-team", "my-block" }.Select(static name =>
                                $"""
                                    <command><name>{name}</name><executable>{name}.sh</executable><expect>srcip</expect></command>
                                    <active-response><command>{name}</command><location>local</location><level>6</level></active-response>
                                    """
                            )
                        )
                        + "</ossec_config>"
                ),
                "--alerts",
                "-",
                "--scripts",
                folder.File("bin"),
                "--exit-when-idle",
                "--state",
                "none",
                "--blocks-nothing",
                "tell-team",
            ],
            Inputs.Alert("127.0.0.1")
        );

        File.Exists(folder.File("ossec-slack.sh.told")).Should().BeTrue(tool.OutputText + tool.ErrorText);
        File.Exists(folder.File("tell-team.sh.told")).Should().BeTrue(tool.OutputText + tool.ErrorText);
        File.Exists(folder.File("my-block.sh.told")).Should().BeFalse();
    }

    private static async Task<ToolProcess> RunAsync(string first, string second, string extra, params string[] options)
    {
        using var folder = new Folder();
        return await ToolProcess.RunAsync(
            [
                "run",
                "--config",
                folder.Write("ossec.conf", Inputs.Config(0) + $"<ossec_config>{extra}</ossec_config>"),
                "--alerts",
                "-",
                "--hosts-deny",
                folder.File("hosts.deny"),
                "--exit-when-idle",
                "--state",
                "none",
                .. options,
            ],
            Inputs.Alert(first) + Inputs.Alert(second, 2)
        );
    }
}
