namespace ActiveResponse.Responders.Firewall;

/// <summary>Finds the changes that a firewall refuses by halving, so that the others land.</summary>
/// <param name="run">Makes changes in one run.</param>
internal sealed class FirewallSplit(Func<IReadOnlyList<FirewallChange>, ValueTask<FirewallAttempt>> run)
{
    private int _refusals;

    /// <summary>How many refusals it takes before no part is divided any more. Default: 150; one bad entry among ten thousand takes
    /// 14.</summary>
    public int MostRefusals { get; init; } = 150;

    /// <summary>How many changes one run takes. Default: all.</summary>
    public int MostPerRun { get; init; } = int.MaxValue;

    /// <summary>The result of a change that was made. Default: applied or reverted.</summary>
    public Func<FirewallChange, ResponderResult> Success { get; init; } = static change => change.Done;

    /// <summary>The results of those changes of a refused part that were made all the same. Default: none were.</summary>
    public Func<IReadOnlyList<FirewallChange>, ValueTask<IReadOnlyList<ResponderResult?>>>? FindMade { get; init; }

    /// <summary>Makes changes, and divides what is refused.</summary>
    /// <param name="changes">The changes, each address once.</param>
    /// <param name="isRefused">Whether all of them together were refused before.</param>
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
                // The program can't be run at all: the rest would fare no better.
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
            left.Length > 1 ? FirewallAttempt.Refused($"too many entries of this batch are refused. The last: {attempt.Text}") : attempt;
        Fill(results, left, index => why.ToResult(changes[index]));
    }

    // The stack gives the last part first.
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
