using System.Runtime.Versioning;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

/// <summary>Scripts whose alerts name no address, user or file, from <c>run</c> to <c>lift</c>.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ScriptRepeatsTests : IDisposable
{
    private const string Ask = """
        read -r line
        file=$(printf '%s' "$line" | sed 's/.*"file":"\([^"]*\)".*/\1/')
        case "$line" in
        *'"command":"add"'*)
          printf '{"version":1,"origin":{"name":"s","module":"active-response"},"command":"check_keys","parameters":{"keys":["%s"]}}\n' \
            "$file"
          read -r answer
          case "$answer" in *continue*) echo "add $file" >> CALLS ;; esac ;;
        *) echo "delete $file" >> CALLS ;;
        esac
        """;

    private readonly Folder _folder = new();

    public ScriptRepeatsTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "scripts are Unix's");

    private string Calls => _folder.File("calls");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_a_timeout_a_script_runs_for_each_alert()
    {
        using var run = await RunAsync("read -r line; echo run >> CALLS", timeout: 0, "/srv/one", "/srv/one", "/srv/one");
        (await File.ReadAllLinesAsync(Calls)).Should().Equal("run", "run", "run");
    }

    [Fact]
    public async Task Each_of_its_keys_is_an_effect_that_can_be_named()
    {
        using var run = await RunAsync(Ask, timeout: 600, "/srv/one", "/srv/two", "/srv/one");
        (await File.ReadAllLinesAsync(Calls)).Should().Equal("add /srv/one", "add /srv/two");

        using var one = await ToolProcess.RunAsync(["lift", "/srv/one", .. State]);
        one.ExitCode.Should().Be(0, one.OutputText + one.ErrorText);
        (await File.ReadAllLinesAsync(Calls)).Should().Equal("add /srv/one", "add /srv/two", "delete /srv/one");

        using var rest = await ToolProcess.RunAsync(["lift", "-", .. State]);
        rest.ExitCode.Should().Be(0, rest.OutputText + rest.ErrorText);
        (await File.ReadAllLinesAsync(Calls))[^1].Should().Be("delete /srv/two");
    }

    [Fact]
    public async Task Keys_are_known_after_a_restart()
    {
        using (await RunAsync(Ask, timeout: 600, "/srv/one")) { }

        using var again = await RunAsync(Ask, timeout: 600, "/srv/one", "/srv/one", "/srv/two");
        (await File.ReadAllLinesAsync(Calls)).Should().Equal("add /srv/one", "add /srv/two");
    }

    private string[] State => ["--state", _folder.File("state.db"), "--scripts", _folder.File("bin")];

    private async Task<ToolProcess> RunAsync(string script, int timeout, params string[] files)
    {
        Directory.CreateDirectory(_folder.File("bin"));
        var path = _folder.Write("bin/check", "#!/bin/sh\n" + script.Replace("CALLS", Calls, StringComparison.Ordinal) + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var config = Inputs.Config(timeout).Replace("firewall-drop</executable>", "check</executable>", StringComparison.Ordinal);
        var alerts = files.Select(
            static (file, i) =>
                """{"rule":{"level":10,"id":"87105","groups":["virustotal"]},"agent":"""
                + $$$$"""{"id":"000","name":"web01"},"id":"1796000000.{{{{i + 1}}}}","data":{"virustotal":{"source":"""
                + $$$$"""{"file":"{{{{file}}}}"}}},"location":"virustotal"}"""
                + "\n"
        );
        var run = ToolProcess.Start([
            "run",
            "--config",
            _folder.Write("ossec.conf", config),
            "--alerts",
            _folder.Write("alerts.json", string.Concat(alerts)),
            "--from-start",
            .. State,
        ]);
        await run.LineAsync($"alert 1796000000.{files.Length}");
        run.Terminate();
        await run.ExitAsync();
        return run;
    }
}
