using ActiveResponse.Tool.Output;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

/// <summary>What <c>run</c> writes gets its priority in systemd's journal.</summary>
public sealed class JournalTests
{
    // Runs a program whose output is a socket, as the journal's is, and shows what came; the variable names that socket, or another.
    private const string Reader = """
        import os, socket, subprocess, sys
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        stat = os.fstat(theirs.fileno())
        os.environ["JOURNAL_STREAM"] = f"{stat.st_dev}:{stat.st_ino + int(sys.argv[1])}"
        process = subprocess.Popen(sys.argv[2:], stdout=theirs, stderr=theirs)
        theirs.close()
        with ours.makefile("r") as lines:
            for line in lines:
                print(line, end="", flush=True)
        sys.exit(process.wait())
        """;

    [Fact]
    public async Task A_block_is_a_notice_and_a_failure_an_error()
    {
        using var folder = new Folder();

        var text = await RunAsync(folder, offset: 0, "--hosts-deny", folder.File("hosts.deny"));

        text.Should().MatchRegex("(?m)^<5>[0-9TZ:-]+ applied ").And.MatchRegex("(?m)^<5>[0-9TZ:-]+ lifted ");
        (await RunAsync(folder, offset: 0, "--firewall", "no-such")).Should().MatchRegex("(?m)^<3>active-response: ");
    }

    [Fact]
    public async Task A_warning_of_the_configuration_is_a_warning()
    {
        using var folder = new Folder();

        var text = await RunAsync(folder, 0, "<ossec_config><active-response><repeated_offenders>1</repeated_offenders></active-response>");

        text.Should().MatchRegex("(?m)^<3>.*ossec.conf");
    }

    [Fact]
    public async Task Elsewhere_lines_have_no_prefix()
    {
        using var folder = new Folder();

        var text = await RunAsync(folder, offset: 1, "--hosts-deny", folder.File("hosts.deny"));

        text.Should().Contain("applied").And.NotContain("<5>").And.NotContain("<6>");
    }

    [Theory]
    [InlineData("9:123", "socket:[123]", true)]
    [InlineData("9:123", "socket:[124]", false)]
    [InlineData("9:123", "pipe:[123]", false)]
    [InlineData("123", "socket:[123]", false)]
    [InlineData("9:", "socket:[]", false)]
    [InlineData(null, "socket:[123]", false)]
    [InlineData("9:123", null, false)]
    public void The_variable_names_device_and_inode(string? variable, string? link, bool expected) =>
        Journal.Leads(variable, link).Should().Be(expected);

    private static async Task<string> RunAsync(Folder folder, int offset, params string[] arguments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/python3"), "The package python3 is needed, on Linux.");
        var config = arguments is [['<', ..] text] ? text : Inputs.Config(1);
        using var process = ToolProcess.StartProgram(
            Path.GetTempPath(),
            input: null,
            [
                "python3",
                "-c",
                Reader,
                $"{offset}",
                .. BuiltTool.Line,
                "run",
                "--config",
                folder.Write("ossec.conf", config),
                "--alerts",
                folder.Write("alerts.json", Inputs.Alert("203.0.113.9")),
                "--from-start",
                "--exit-when-idle",
                "--state",
                "none",
                .. arguments.Where(static argument => !argument.StartsWith('<')),
            ]
        );
        await process.ExitAsync();
        return process.OutputText;
    }
}
