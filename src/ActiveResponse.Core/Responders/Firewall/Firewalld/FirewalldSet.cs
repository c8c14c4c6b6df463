using ActiveResponse.Configuration;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.Firewalld;

/// <summary>The entries of one of our sets, in force or permanent. Only under the lock: firewall-cmd reads a set and writes it back
/// whole.</summary>
internal sealed class FirewalldSet(FirewalldProgram program, string name, bool isIPv6, bool permanent)
{
    // One by one each takes up to 75 ms in a set of 10,000; all at once takes up to a second, for the set is emptied and filled anew.
    private const int FewEntries = 8;

    // One bad entry among ten thousand takes 27 runs.
    private const int MostRuns = 100;

    public string Name => name;

    /// <summary>What is in it, or null if there is no such set.</summary>
    /// <exception cref="FirewalldException">It can't be told.</exception>
    public async ValueTask<HashSet<AddressPrefix>?> ListAsync(CancellationToken cancellationToken)
    {
        var result = await program.TryAsync(Arguments("--get-entries"), cancellationToken).ConfigureAwait(false);
        if (FirewalldErrors.SaysNoSuchSet(result))
        {
            return null;
        }

        FirewalldErrors.ThrowUnlessSuccess(result);
        var entries = new HashSet<AddressPrefix>();
        foreach (var line in result.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (AddressPrefix.TryParse(line, out var address) && address.IsSingleAddress && address.IsIPv6 == isIPv6)
            {
                entries.Add(address);
            }
        }

        return result.OutputTruncated ? throw new FirewalldException($"firewall-cmd's list of the set {name} is too long.") : entries;
    }

    /// <summary>Makes a batch's changes of this family and sees what came of them.</summary>
    /// <exception cref="FirewalldException">firewall-cmd can't do anything here.</exception>
    public async ValueTask ChangeAsync(AddressBatch batch, CancellationToken cancellationToken)
    {
        var blocked = batch.Blocked.Where(IsOfFamily).ToList();
        var freed = batch.Freed.Where(IsOfFamily).ToList();
        if (blocked.Count + freed.Count == 0)
        {
            return;
        }

        // Of a few it says which weren't there.
        var before = freed.Count > FewEntries ? await ListAsync(cancellationToken).ConfigureAwait(false) ?? [] : [.. freed];
        var why = new Dictionary<AddressPrefix, string>();
        await RunAsync("add", [.. blocked], why, cancellationToken).ConfigureAwait(false);
        await RunAsync("remove", [.. freed.Where(before.Contains)], why, cancellationToken).ConfigureAwait(false);
        var after = await ListAsync(cancellationToken).ConfigureAwait(false) ?? [];
        before.ExceptWith(freed.Where(address => why.ContainsKey(address)));
        foreach (var address in blocked)
        {
            batch.Set(address, after.Contains(address) ? ResponderResult.Applied() : ResponderResult.Failed(Why(address)));
        }

        foreach (var address in freed)
        {
            batch.Set(
                address,
                after.Contains(address) ? ResponderResult.Failed(Why(address))
                    : before.Contains(address) ? ResponderResult.Lifted()
                    : ResponderResult.AlreadyLifted("the set had no such entry")
            );
        }

        string Why(AddressPrefix address) =>
            why.GetValueOrDefault(address) ?? $"{address}: firewall-cmd said success, and the set {name} says otherwise.";
    }

    /// <summary>Empties it.</summary>
    public async ValueTask ClearAsync(CancellationToken cancellationToken)
    {
        if (await ListAsync(cancellationToken).ConfigureAwait(false) is { Count: > 0 } entries)
        {
            var why = new Dictionary<AddressPrefix, string>();
            await RunAsync("remove", [.. entries], why, cancellationToken).ConfigureAwait(false);
            if (why.Count > 0)
            {
                throw new FirewalldException(why.Values.First());
            }
        }
    }

    private bool IsOfFamily(AddressPrefix address) => address.IsIPv6 == isIPv6 && address.IsSingleAddress;

    private async ValueTask RunAsync(
        string verb,
        AddressPrefix[] addresses,
        Dictionary<AddressPrefix, string> why,
        CancellationToken cancellationToken
    )
    {
        var parts = new Stack<AddressPrefix[]>([addresses]);
        var runs = 0;
        while (parts.TryPop(out var part))
        {
            if (part.Length == 0)
            {
                continue;
            }

            var result =
                runs++ < MostRuns
                    ? await RunAsync(verb, part, cancellationToken).ConfigureAwait(false)
                    : CommandResult.Exited(1, error: "too many entries are refused");
            if (FirewalldErrors.IsHopeless(result))
            {
                throw new FirewalldException(FirewalldErrors.Explain(result));
            }

            // Of a few it tells each by name and takes the others; of a file it takes none, and names the first that is bad.
            var isOver = runs > MostRuns || result.Outcome != CommandOutcome.Exited || FirewalldErrors.SaysNoSuchSet(result);
            if (!result.IsSuccess && part.Length > 1 && !isOver)
            {
                parts.Push(part[(part.Length / 2)..]);
                parts.Push(part[..(part.Length / 2)]);
                continue;
            }

            var lines = FirewalldErrors.ByAddress(result);
            foreach (var address in part.Where(address => !result.IsSuccess || lines.ContainsKey(address)))
            {
                why[address] = $"{address}: {lines.GetValueOrDefault(address) ?? FirewalldErrors.Explain(result)}";
            }
        }
    }

    private ValueTask<CommandResult> RunAsync(string verb, AddressPrefix[] part, CancellationToken cancellationToken) =>
        part.Length <= FewEntries
            ? program.TryAsync(Arguments([.. part.Select(address => $"--{verb}-entry={address}")]), cancellationToken)
            : program.TryAsync(Arguments($"--{verb}-entries-from-file=/dev/stdin"), part, cancellationToken);

    private string[] Arguments(params string[] rest) =>
        [.. permanent ? ["--permanent"] : Array.Empty<string>(), $"--ipset={name}", .. rest];
}
