using System.Diagnostics;
using ActiveResponse.Processes;

namespace ActiveResponse.Benchmarks.Compare;

/// <summary>What it costs to run a program: by both runners, and by <see cref="Process"/> alone.</summary>
internal sealed class ProgramRun(CompareSettings settings)
{
    private const string Short = "/bin/true";
    private const string Setsid = "/usr/bin/setsid";

    public async Task<IReadOnlyList<string>> RunAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var native = CommandRunner.Native(TimeProvider.System);
        var cliWrap = CommandRunner.WithCliWrap(TimeProvider.System);
        var eight = new CommandInvocation("/bin/sleep", "0.2");
        var figures = await Rounds.RunAsync(
            settings.Quick ? 1 : 5,
            Alone("bare", () => Task.Run(static () => RawProgram.Bare(Short))),
            Alone("bare, a session", () => Task.Run(static () => RawProgram.Bare(Setsid, "--", Short))),
            Alone("pipes", static () => RawProgram.RunAsync(Short, [])),
            Alone("native", () => RunAsync(native, new CommandInvocation(Short), patience.Token)),
            Alone("CliWrap", () => RunAsync(cliWrap, new CommandInvocation(Short), patience.Token)),
            Eight("eight, bare", static () => RawProgram.RunAsync("/bin/sleep", ["0.2"])),
            Eight("eight, ours", () => RunAsync(native, eight, patience.Token))
        );
        return
        [
            "### Running a program",
            "",
            "Milliseconds, the median. Raw: `Process.Start` and `WaitForExit`, without pipes. Ours: three pipes, a session, "
                + "limits, capped output.",
            "The default of a host is CliWrap behind `setsid`, the tool's is the native runner.",
            "",
            "| what | raw | library | ratio |",
            "|--|--|--|--|",
            Row("`/bin/true`, native runner", figures[0], figures[3], digits: 2),
            Row("the same; raw with three pipes too", figures[2], figures[3], digits: 2),
            Row("`/bin/true`, CliWrap", figures[0], figures[4], digits: 2),
            Row("the same; raw: `setsid -- /bin/true`", figures[1], figures[4], digits: 2),
            Row("eight that take 200 ms each, at once, native runner", figures[5], figures[6], digits: 0),
            "",
        ];
    }

    private static string Row(string what, double[][] raw, double[][] ours, int digits) =>
        Rounds.Text(
            $"| {what} | {Math.Round(raw.Median(), digits)} | {Math.Round(ours.Median(), digits)} | {Rounds.Ratio(ours, raw):0.00} |"
        );

    /// <summary>One run after the other.</summary>
    private Contestant Alone(string name, Func<Task> run) =>
        new(
            name,
            async _ =>
            {
                var times = new List<double>();
                for (var i = 0; i < (settings.Quick ? 5 : 40); i++)
                {
                    times.Add(await Rounds.TimeAsync(run));
                }

                return [times.Median()];
            }
        );

    /// <summary>Eight at once.</summary>
    private static Contestant Eight(string name, Func<Task> run) =>
        new(name, async _ => [await Rounds.TimeAsync(() => Task.WhenAll(Enumerable.Range(0, 8).Select(_ => run())))]);

    private static async Task RunAsync(CommandRunner runner, CommandInvocation command, CancellationToken cancellationToken)
    {
        var result = await runner.RunAsync(command, cancellationToken);
        _ = result.IsSuccess ? 0 : throw new InvalidOperationException($"{command.Executable}: {result.Outcome} {result.Detail}");
    }
}
