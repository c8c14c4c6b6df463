using System.Runtime.Versioning;
using ActiveResponse.Tests.Support;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

/// <summary>Installations as their installers leave them: who owns the configuration by design is trusted once the installation is named,
/// and nobody else.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class StockLayoutTests
{
    [Theory]
    [InlineData("coming-from-wazuh-4.md", false)]
    [InlineData("coming-from-ossec.md", true)]
    public async Task The_commands_of_the_guide_work_on_a_stock_layout(string guide, bool isOssec)
    {
        using var installation = isOssec ? StockInstallation.Ossec() : StockInstallation.Wazuh4();
        var commands = CommandsOf(guide)
            .Where(static command => !command.Contains("--config ossec.conf", StringComparison.Ordinal))
            .ToList();
        commands.Count.Should().BeGreaterThan(3);
        foreach (var command in commands)
        {
            var arguments = command
                .Replace("/var/ossec", installation.Home.TrimEnd('/'), StringComparison.Ordinal)
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..];
            string[] end = arguments[0] == "run" ? ["--from-start", "--exit-when-idle"] : [];
            using var tool = await ToolProcess.RunAsync([.. arguments, .. end]);

            tool.ErrorText.Should().NotContain("config-writable", command);
            tool.ExitCode.Should().Be(0, "{0}: {1}{2}", command, tool.OutputText, tool.ErrorText);
            if (arguments[0] == "run" && !arguments.Contains("--dry-run"))
            {
                installation.Received().Should().Contain("203.0.113.9", "execd is told of the block");
            }
        }
    }

    [Fact]
    public async Task Check_and_dry_run_refuse_what_run_refuses_and_name_the_remedy()
    {
        using var installation = StockInstallation.Wazuh4();
        var alerts = installation.File("logs/alerts/alerts.json");
        using var folder = new Folder();
        using var check = await ToolProcess.RunAsync("check", installation.Config);
        using var dry = await ToolProcess.RunAsync(
            "run",
            "--config",
            installation.Config,
            "--alerts",
            alerts,
            "--from-start",
            "--exit-when-idle",
            "--dry-run"
        );
        using var run = await ToolProcess.RunAsync(
            "run",
            "--config",
            installation.Config,
            "--alerts",
            alerts,
            "--from-start",
            "--exit-when-idle",
            "--hosts-deny",
            folder.File("hosts.deny")
        );
        foreach (var (tool, text) in new[] { (check, check.OutputText), (dry, dry.ErrorText), (run, run.ErrorText) })
        {
            tool.ExitCode.Should().Be(1);
            text.Should().Contain("config-writable").And.Contain("--home").And.Contain("uid 64999");
        }
    }

    [Fact]
    public async Task Named_it_is_trusted_with_one_clear_line_in_check_dry_run_and_run()
    {
        using var installation = StockInstallation.Wazuh4();
        var alerts = installation.File("logs/alerts/alerts.json");
        using var folder = new Folder();
        string[] named = ["--home", installation.Home];
        using var check = await ToolProcess.RunAsync(["check", installation.Config, .. named]);
        string[] run =
        [
            "run",
            "--config",
            installation.Config,
            .. named,
            "--alerts",
            alerts,
            "--from-start",
            "--hosts-deny",
            folder.File("hosts.deny"),
        ];
        using var dry = await ToolProcess.RunAsync([.. run, "--dry-run", "--exit-when-idle"]);
        using var real = ToolProcess.Start(run);
        await real.LineAsync("applied");

        check.ExitCode.Should().Be(0, check.OutputText);
        dry.ExitCode.Should().Be(0, dry.ErrorText);
        UnlockedFile.Text(folder.File("hosts.deny")).Should().Contain("203.0.113.9");
        foreach (var text in new[] { check.OutputText, dry.ErrorText, real.ErrorText })
        {
            text.Split('\n')
                .Should()
                .ContainSingle(static line => line.Contains("config-service-account", StringComparison.Ordinal))
                .Which.Should()
                .Contain("uid 64999")
                .And.Contain(installation.Home.TrimEnd('/'));
        }
    }

    [Theory]
    [InlineData("etc/ossec.conf", 64997u, "660")]
    [InlineData("etc/ossec.conf", 0u, "666")]
    [InlineData("etc", 64999u, "777")]
    [InlineData("", 64999u, "750")]
    [InlineData("", 0u, "770")]
    public async Task Named_or_not_anybody_else_is_refused(string name, uint owner, string mode)
    {
        using var installation = StockInstallation.Wazuh4();
        installation.Give(name, owner, mode);
        using var check = await ToolProcess.RunAsync("check", installation.Config, "--home", installation.Home);

        check.ExitCode.Should().Be(1);
        check.OutputText.Should().Contain("config-writable");
    }

    [Fact]
    public async Task Settings_of_the_scripts_count_in_a_stock_installation()
    {
        using var installation = StockInstallation.Wazuh4();
        installation.Write(
            "etc/active-response-scripts.conf",
            $"hosts-deny = {installation.File("hosts.deny")}\nstate = {installation.File("state")}\n",
            0,
            "600"
        );
        File.CreateSymbolicLink(installation.File("active-response/bin/host-deny.sh"), BuiltTool.Executable);
        using var script = ToolProcess.StartProgram(
            installation.Home,
            null,
            "env",
            "active-response/bin/host-deny.sh",
            "add",
            "-",
            "203.0.113.9",
            "1754300000.8812",
            "5712",
            "/var/log/auth.log",
            "-"
        );

        (await script.ExitAsync()).Should().Be(0, script.ErrorText);
        UnlockedFile.Text(installation.File("hosts.deny")).Should().Contain("ALL:203.0.113.9");
    }

    // The guide's commands; a backslash continues a line.
    private static IEnumerable<string> CommandsOf(string guide) =>
        File.ReadAllText(Inputs.Repository("docs/" + guide))
            .Replace("\\\n", "", StringComparison.Ordinal)
            .Split('\n')
            .Where(static line => line.StartsWith("active-response ", StringComparison.Ordinal))
            .ToList();
}
