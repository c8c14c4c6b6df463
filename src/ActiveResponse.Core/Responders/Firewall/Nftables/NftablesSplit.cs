namespace ActiveResponse.Responders.Firewall.Nftables;

/// <summary>Finds the changes that are refused by halving, so that the others land.</summary>
/// <param name="run">Runs changes as one transaction.</param>
internal sealed class NftablesSplit(Func<IReadOnlyList<FirewallChange>, ValueTask<NftablesRun>> run)
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
                    ResponderResult.Failed($"nft refuses too many entries of this batch. The last: {lastError}"),
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
                    results[i] = Success(changes[i]);
                }
            }
            else if (part.Count == 1 || !done.IsRefusal)
            {
                lastError = done.Text;
                Array.Fill(results, Failure(done, part.Count == 1 ? changes[part.Start] : null), part.Start, part.Count);
            }
            else
            {
                parts.Push((part.Start + (part.Count / 2), part.Count - (part.Count / 2)));
                parts.Push((part.Start, part.Count / 2));
            }
        }

        return results;
    }

    public static ResponderResult Success(FirewallChange change) => change.Blocks ? ResponderResult.Applied() : ResponderResult.Lifted();

    /// <summary>The result of a change that couldn't be made; with a change, the detail names it.</summary>
    public static ResponderResult Failure(NftablesRun run, FirewallChange? change = null)
    {
        var why = change is { } one ? $"{one.Entry.Address}: {run.Text}" : run.Text;
        return run.IsTimeout ? ResponderResult.TimedOut(why) : ResponderResult.Failed(why);
    }
}
