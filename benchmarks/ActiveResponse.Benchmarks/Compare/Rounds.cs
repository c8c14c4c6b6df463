using System.Diagnostics;
using System.Globalization;

namespace ActiveResponse.Benchmarks.Compare;

/// <summary>One that takes part: what it is called, and what it measures of itself in one round.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Measure">Runs once, is told the round (below zero: warming up), and answers with its figures.</param>
internal sealed record Contestant(string Name, Func<int, Task<double[]>> Measure);

/// <summary>Runs contestants in turns, so that whatever else the machine does meets all alike.</summary>
internal static class Rounds
{
    /// <summary>For each contestant its figures, round by round; who goes first changes.</summary>
    public static async Task<double[][][]> RunAsync(int rounds, params Contestant[] contestants)
    {
        var figures = contestants.Select(static _ => new List<double[]>()).ToArray();
        for (var round = -1; round < rounds; round++)
        {
            for (var turn = 0; turn < contestants.Length; turn++)
            {
                var which = (turn + round + contestants.Length) % contestants.Length;
                var figure = await contestants[which].Measure(round);
                if (round >= 0)
                {
                    figures[which].Add(figure);
                }
            }

            Console.Error.Write('.');
        }

        Console.Error.WriteLine();
        return [.. figures.Select(static list => list.ToArray())];
    }

    public static double Median(this IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[sorted.Length / 2];
    }

    /// <summary>The median of one figure.</summary>
    public static double Median(this double[][] figures, int which = 0) => figures.Select(figure => figure[which]).Median();

    /// <summary>The median of what two came to in the same round, one divided by the other.</summary>
    public static double Ratio(double[][] ours, double[][] raw, int which = 0) =>
        ours.Zip(raw, (one, other) => one[which] / other[which]).Median();

    /// <summary>Milliseconds by the wall.</summary>
    public static async Task<double> TimeAsync(Func<Task> what)
    {
        var start = Stopwatch.GetTimestamp();
        await what();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>Seconds of processor time of this process: what other programs do at the same time doesn't count.</summary>
    public static async Task<double> ProcessorAsync(Func<Task> what)
    {
        var before = Environment.CpuUsage.TotalTime;
        await what();
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }

    public static string Text(params FormattableString[] parts) =>
        string.Concat(parts.Select(static part => part.ToString(CultureInfo.InvariantCulture)));
}
