namespace ActiveResponse.Responders.Firewall;

/// <summary>Finds the changes that a firewall refuses by halving a batch, so the others succeed.</summary>
/// <param name="run">Makes changes in one run.</param>
internal sealed class FirewallSplit(Func<IReadOnlyList<FirewallChange>, ValueTask<FirewallAttempt>> run)
{
    private int _refusals;

    /// <summary>The number of refusals after which parts aren't divided any more. Default: 150; finding one bad entry among ten thousand
    /// takes 14.</summary>
    public int MostRefusals { get; init; } = 150;

    /// <summary>The maximum number of changes per run. Default: unlimited.</summary>
    public int MostPerRun { get; init; } = int.MaxValue;

    /// <summary>Returns the result of a change that was made. Default: applied or lifted.</summary>
    public Func<FirewallChange, ResponderResult> Success { get; init; } = static change => change.Done;

    /// <summary>Returns the results of the changes that a refused part made all the same. Default: none.</summary>
    public Func<IReadOnlyList<FirewallChange>, ValueTask<IReadOnlyList<ResponderResult?>>>? FindMade { get; init; }

    /// <summary>Makes changes, and divides those that are refused.</summary>
    /// <param name="changes">The changes, each address once.</param>
    /// <param name="isRefused">Whether all of them together were refused already.</param>
    /// <returns>A result for each.</returns>
    public async ValueTask<ResponderResult[]> RunAsync(IReadOnlyList<FirewallChange> changes, bool isRefused = false)
    {
        var results = new ResponderResult[changes.Count];
        var parts = new Stack<int[]>();
        Push(parts, [.. Enumerable.Range(0, changes.Count)], isRefused ? Half(changes.Count) : MostPerRun);
        while (parts.TryPop(out var part))
        {
            FirewallChange[] chosen = [.. part.Select(index => changes[index])];
            var attempt = await run(chosen).ConfigureAwait(false);
            if (attempt.IsSuccess)
            {
                Fill(results, part, index => Success(changes[index]));
            }
            else if (!attempt.IsRefusal)
            {
                // The program can't be run at all: the rest would fail too.
                Fill(
                    results,
                    part.Concat(parts.SelectMany(static rest => rest)),
                    index => attempt.ToResult(part.Length == 1 ? changes[index] : null)
                );
                break;
            }
            else
            {
                var left = await LeftAsync(results, part, chosen).ConfigureAwait(false);
                Divide(results, parts, left, changes, attempt);
            }
        }

        return results;
    }

    private async ValueTask<int[]> LeftAsync(ResponderResult[] results, int[] part, FirewallChange[] chosen)
    {
        if (FindMade is null)
        {
            return part;
        }

        var made = await FindMade(chosen).ConfigureAwait(false);
        List<int> left = [];
        for (var i = 0; i < part.Length; i++)
        {
            if (made[i] is { } result)
            {
                results[part[i]] = result;
            }
            else
            {
                left.Add(part[i]);
            }
        }

        return [.. left];
    }

    private void Divide(
        ResponderResult[] results,
        Stack<int[]> parts,
        int[] left,
        IReadOnlyList<FirewallChange> changes,
        FirewallAttempt attempt
    )
    {
        _refusals++;
        if (left.Length > 1 && _refusals < MostRefusals)
        {
            Push(parts, left, Half(left.Length));
            return;
        }

        var why =
            left.Length > 1
                ? FirewallAttempt.Refused($"too many entries of this batch were refused. The last one: {attempt.Text}")
                : attempt;
        Fill(results, left, index => why.ToResult(changes[index]));
    }

    // A stack returns the last part first.
    private static void Push(Stack<int[]> parts, int[] indexes, int size)
    {
        foreach (var part in indexes.Chunk(size).Reverse())
        {
            parts.Push(part);
        }
    }

    private static int Half(int count) => Math.Max(1, (count + 1) / 2);

    private static void Fill(ResponderResult[] results, IEnumerable<int> indexes, Func<int, ResponderResult> result)
    {
        foreach (var index in indexes)
        {
            results[index] = result(index);
        }
    }
}
