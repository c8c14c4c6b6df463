using System.Text.RegularExpressions;
using ActiveResponse.Processes;
using ActiveResponse.Testing;

namespace ActiveResponse.Ossec.Tests.AsScript;

/// <summary>Every recorded run of a stock script, and the same run of ours: same talk, same effect, same log, but where the original is at
/// fault.</summary>
public sealed partial class RecordedScriptTests
{
    public static TheoryData<string> Cases => new(RecordedScripts.All.Select(static recorded => recorded.Id));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Does_what_the_original_did(string id)
    {
        var recorded = RecordedScripts.All.Single(one => one.Id == id);
        using var bench = new ScriptBench();
        var accounts = new LinuxAccounts();
        if (recorded.Setup.Contains("> /etc/hosts.deny", StringComparison.Ordinal))
        {
            await File.WriteAllTextAsync(bench.PathOf("hosts.deny"), "");
        }

        HashSet<string> before = [];
        foreach (var run in recorded.Runs)
        {
            bench.Runner = run.Path is "/nonexistent"
                ? new FakeCommandRunner().Answer(CommandResult.NotStarted(StartFailure.NotFound, "no such program"))
                : accounts;
            var logged = bench.Log.Length;

            var (exitCode, output) = await bench.RunAsync(run.Script, run.Program, run.Arguments, run.Input);

            var differences = ScriptDifference.Of(recorded, run, before);
            var because =
                $"run {recorded.Runs.ToList().IndexOf(run)} of {id} "
                + $"({string.Join(", ", differences.Select(static d => d.Key))}): {bench.Log[logged..]}";
            output.Should().Be(run.Output, because);
            if (differences.Count == 0)
            {
                (exitCode == 0).Should().Be(run.Succeeded, because);
                CompareLogs(run, bench.Log[logged..], bench.Home + "/", because);
            }

            var expected = RecordedState.After(run, before);
            var state = StateOf(bench, accounts);
            if (expected is not null && differences.All(static d => d.OnlyReports))
            {
                state.Should().BeEquivalentTo(expected, because);
            }

            before = state;
        }
    }

    [Fact]
    public void No_difference_excuses_a_plain_run() =>
        RecordedScripts
            .All.Single(static one => one.Id == "W001")
            .Runs.SelectMany(static run =>
                ScriptDifference.Of(RecordedScripts.All.Single(static one => one.Id == "W001"), run, new HashSet<string>())
            )
            .Should()
            .BeEmpty();

    private static void CompareLogs(RecordedScriptRun run, string log, string folder, string because)
    {
        var lines = log.Replace(folder + "hosts.deny", "/etc/hosts.deny", StringComparison.Ordinal)
            .Replace(folder + "ipblock", "/ipblock", StringComparison.Ordinal)
            .Split('\n')[..^1];
        if (run.IsOssec)
        {
            // The first line is what decoders read; of what follows the words are our own.
            lines[0].Should().Be($"Sat Aug  1 03:17:27 UTC 2026 {run.Log[0]}", because);
            (lines.Length > 1).Should().Be(run.Log.Count > 1, because);
        }
        else
        {
            lines.Select(static line => Time().Replace(line, "")).Should().Equal(run.Log, because);
        }
    }

    private static HashSet<string> StateOf(ScriptBench bench, LinuxAccounts accounts) =>
        [
            .. bench.Firewalls.Values.SelectMany(static firewall => firewall.Entries.Keys).Select(static address => address.ToString()),
            .. File.Exists(bench.PathOf("hosts.deny")) ? RecordedState.Denied(File.ReadAllText(bench.PathOf("hosts.deny"))) : [],
            .. Directory.Exists(bench.PathOf("ipblock"))
                ? Directory.EnumerateFiles(bench.PathOf("ipblock")).Select(static file => Path.GetFileName(file))
                : [],
            .. accounts.Accounts.Where(static account => account.Value.IsLocked).Select(static account => account.Key),
        ];

    [GeneratedRegex(@"^\d{4}/\d\d/\d\d \d\d:\d\d:\d\d ")]
    private static partial Regex Time();
}
