using System.Diagnostics;
using System.Globalization;
using ActiveResponse.Processes;

namespace ActiveResponse.Benchmarks.Processes;

/// <summary>How long both runners take for one short program, in turn, so that whatever else the machine does meets both alike.</summary>
internal static class RunnersRun
{
    private const int WarmUp = 20;
    private const int Rounds = 200;

    // Long: one measurement from set-up to output.
    public static async Task<int> RunAsync()
    {
        var command = new CommandInvocation("/bin/true");
        (string Name, ICommandRunner Runner, List<double> Milliseconds)[] all =
        [
            ("native", CommandRunner.Native(TimeProvider.System), []),
            ("CliWrap", CommandRunner.WithCliWrap(TimeProvider.System), []),
        ];
        for (var round = -WarmUp; round < Rounds; round++)
        {
            for (var turn = 0; turn < all.Length; turn++)
            {
                var (_, runner, milliseconds) = all[(round & 1) == 0 ? turn : all.Length - 1 - turn];
                var start = Stopwatch.GetTimestamp();
                var result = await runner.RunAsync(command, CancellationToken.None);
                if (!result.IsSuccess)
                {
                    Console.Error.WriteLine($"{command.Executable}: {result.Outcome} {result.Detail}");
                    return 1;
                }

                if (round >= 0)
                {
                    milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                }
            }
        }

        foreach (var (name, _, milliseconds) in all)
        {
            milliseconds.Sort();
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name}: median {Median(milliseconds):0.00} ms, 9 of 10 below {milliseconds[Rounds * 9 / 10]:0.00} ms, "
                        + $"sum {milliseconds.Sum():0} ms"
                )
            );
        }

        Console.WriteLine(
            FormattableString.Invariant($"ratio of the medians: {Median(all[1].Milliseconds) / Median(all[0].Milliseconds):0.00}")
        );
        return 0;
    }

    private static double Median(List<double> sorted) => sorted[sorted.Count / 2];
}
