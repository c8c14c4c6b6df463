using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall;

/// <summary>Finds the changes that a program refuses by halving, so that the others land.</summary>
/// <param name="run">Makes changes in one run.</param>
/// <param name="success">The result of a change that was made.</param>
/// <param name="explain">What a failed run means.</param>
internal sealed class FirewallSplit(
    Func<IReadOnlyList<FirewallChange>, ValueTask<CommandResult>> run,
    Func<FirewallChange, ResponderResult> success,
    Func<CommandResult, string> explain
)
{
    // One bad entry among ten thousand takes 27 runs; if all are bad, each would take two.
    private const int MostRuns = 300;

    private int _runs;

    public async ValueTask<ResponderResult[]> RunAsync(IReadOnlyList<FirewallChange> changes)
    {
        var results = new ResponderResult[changes.Count];
        var parts = new Stack<(int Start, int Count)>();
        parts.Push((0, changes.Count));
        var lastError = "";
        while (parts.TryPop(out var part))
        {
            if (part.Count == 0)
            {
                continue;
            }

            if (_runs++ >= MostRuns)
            {
                Array.Fill(
                    results,
                    ResponderResult.Failed($"too many entries of this batch are refused. The last: {lastError}"),
                    part.Start,
                    part.Count
                );
                continue;
            }

            var done = await run([.. changes.Skip(part.Start).Take(part.Count)]).ConfigureAwait(false);
            if (done.IsSuccess)
            {
                for (var i = part.Start; i < part.Start + part.Count; i++)
                {
                    results[i] = success(changes[i]);
                }
            }
            else if (part.Count == 1 || !IsRefusal(done))
            {
                lastError = explain(done);
                Array.Fill(
                    results,
                    Failure(done, part.Count == 1 ? $"{changes[part.Start].Address}: {lastError}" : lastError),
                    part.Start,
                    part.Count
                );
            }
            else
            {
                parts.Push((part.Start + (part.Count / 2), part.Count - (part.Count / 2)));
                parts.Push((part.Start, part.Count / 2));
            }
        }

        return results;
    }

    /// <summary>Whether the program ran and said no, so that it matters what it was asked for.</summary>
    public static bool IsRefusal(CommandResult result) => FirewallRun.IsRefusal(result);

    public static ResponderResult Failure(CommandResult result, string why) =>
        result.Outcome == CommandOutcome.TimedOut
            ? ResponderResult.TimedOut(why)
            : ResponderResult.Failed(why, FirewallRun.WasCutOff(result));
}
