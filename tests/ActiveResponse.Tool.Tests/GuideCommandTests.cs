using System.Runtime.Versioning;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

/// <summary>Runs the guides' commands that name a reader's own files, in a folder that holds these files and scripts like a stock
/// agent's.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class GuideCommandTests : IDisposable
{
    private const string Finding = """
        {"@timestamp":"2026-08-01T03:17:27.123Z","event":{"doc_id":"X2cQ"},"wazuh":{"agent":{"id":"000","name":"web03"},"rule":{"id":"6e1c43f1-f09b-4cec-bb59-00e3a52b7930","title":"SSH brute force","level":"high"}},"source":{"ip":"203.0.113.9"}}
        """;

    // It speaks the protocol of Wazuh's programs and records what it is sent.
    private const string Script = """
        #!/bin/sh
        read -r first; echo "$first" >> calls
        case "$first" in *'"command":"add"'*)
          echo '{"version":1,"origin":{"name":"firewall-drop","module":"active-response"},"command":"check_keys","parameters":{"keys":["203.0.113.9"]}}'
          read -r second; echo "$second" >> calls ;;
        esac
        """;

    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("wazuh-5-agents.md", 3)]
    [InlineData("coming-from-wazuh-4.md", 1)]
    public async Task They_do_what_the_guide_says(string guide, int count)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the scripts are shell scripts");
        Directory.CreateDirectory(_folder.File("active-response/bin"));
        File.SetUnixFileMode(
            _folder.Write("active-response/bin/firewall-drop", Script.Trim() + "\n"),
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        );
        _folder.Write("ossec.conf", Inputs.Config(timeout: 1));
        _folder.Write("alerts.json", Inputs.Alert("203.0.113.9"));
        _folder.Write("findings.json", Finding.Trim() + "\n");
        var commands = (await File.ReadAllLinesAsync(Inputs.Repository("docs/" + guide)))
            .Where(static line =>
                line.StartsWith("active-response ", StringComparison.Ordinal) && line.Contains(" ossec.conf", StringComparison.Ordinal)
            )
            .ToList();
        commands.Should().HaveCount(count);

        foreach (var command in commands)
        {
            var words = command
                .Replace("/var/ossec", _folder.File(""), StringComparison.Ordinal)
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..];
            string[] end = words[0] == "run" ? ["--from-start", "--exit-when-idle", "--state", "none"] : [];
            using var tool = ToolProcess.StartProgram(_folder.File(""), null, [.. BuiltTool.Line, .. words, .. end]);

            (await tool.ExitAsync()).Should().Be(0, "{0}: {1}{2}", command, tool.OutputText, tool.ErrorText);
            if (words[0] != "check")
            {
                tool.OutputText.Should().Contain("203.0.113.9", "{0} acts on it: {1}", command, tool.ErrorText);
            }
        }

        File.Exists(_folder.File("calls"))
            .Should()
            .Be(commands.Exists(static command => command.Contains("--scripts", StringComparison.Ordinal)), "only that command acts");
    }
}
