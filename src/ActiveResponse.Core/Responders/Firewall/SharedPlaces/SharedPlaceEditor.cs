using ActiveResponse.Configuration;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.SharedPlaces;

/// <summary>Makes batches of changes in a shared place: reads it, changes what differs, and determines the result of each entry.</summary>
/// <remarks>An entry that existed before its add isn't ours and stays, unless the same batch removes it: then it is the
/// caller's.</remarks>
internal sealed class SharedPlaceEditor(ISharedPlace place)
{
    // Finding one bad entry among ten thousand takes 14 refusals; if all are bad, each takes one.
    private const int MostRefusals = 300;

    /// <summary>Makes the changes that have no result yet, and sets all results.</summary>
    public async ValueTask ChangeAsync(FirewallBatch batch, CancellationToken cancellationToken)
    {
        var hasBegun = false;
        try
        {
            await PrepareAsync(batch, cancellationToken).ConfigureAwait(false);
            var there = await place.ReadAsync(cancellationToken).ConfigureAwait(false);
            batch.SetWhere(change => Judge(change, there));
            hasBegun = true;
            Dictionary<AddressPrefix, CommandResult> unsure = [];
            await RunAsync(batch, blocks: false, unsure, cancellationToken).ConfigureAwait(false);
            await RunAsync(batch, blocks: true, unsure, cancellationToken).ConfigureAwait(false);
            await SettleAsync(batch, unsure, cancellationToken).ConfigureAwait(false);
        }
        catch (FirewallException e)
        {
            batch.SetOpen(e.ToResult(mayBeInPlace: hasBegun));
        }
    }

    private async ValueTask PrepareAsync(FirewallBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Blocked.Count == 0)
        {
            return;
        }

        try
        {
            await place.PrepareAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (FirewallException e)
        {
            // Removals don't depend on it.
            batch.SetWhere(change => change.Blocks ? e.ToResult() : null);
        }
    }

    private ResponderResult? Judge(FirewallChange change, HashSet<AddressPrefix> there)
    {
        var isThere = there.Contains(change.Address);
        if (!change.Blocks)
        {
            var isGone = !isThere && !place.Halves.Contains(change.Address);
            return isGone ? ResponderResult.AlreadyLifted($"{change.Address} wasn't blocked there") : null;
        }

        if (isThere)
        {
            return change.IsRemovedToo
                ? ResponderResult.Applied()
                : ResponderResult.AlreadyApplied($"{change.Address} was blocked there before");
        }

        return place.Refuse(change.Address) is { } why ? ResponderResult.Refused(why) : null;
    }

    private async ValueTask RunAsync(
        FirewallBatch batch,
        bool blocks,
        Dictionary<AddressPrefix, CommandResult> unsure,
        CancellationToken cancellationToken
    )
    {
        var changes = batch.Open.Changes.Where(change => change.Blocks == blocks).ToList();
        var split = new FirewallSplit(part => RunPartAsync(batch, part, blocks, unsure, cancellationToken))
        {
            MostPerRun = place.MostPerRun,
            MostRefusals = MostRefusals,
            FindMade = part => FindMadeAsync(batch, part, cancellationToken),
        };
        var results = await split.RunAsync(changes).ConfigureAwait(false);
        foreach (var (change, result) in changes.Zip(results).Where(pair => !unsure.ContainsKey(pair.First.Address)))
        {
            batch.Set(change.Address, WithHalf(change, result));
        }
    }

    private async ValueTask<FirewallAttempt> RunPartAsync(
        FirewallBatch batch,
        IReadOnlyList<FirewallChange> part,
        bool blocks,
        Dictionary<AddressPrefix, CommandResult> unsure,
        CancellationToken cancellationToken
    )
    {
        var run = await place
            .ChangeAsync([.. part.Select(static change => change.Address)], blocks, cancellationToken)
            .ConfigureAwait(false);

        // A single change can't be split further: one read at the end settles them all.
        if (run.IsSuccess ? !place.ExitCodeCounts : run.IsRefusal() && part.Count == 1)
        {
            foreach (var change in part)
            {
                unsure[change.Address] = run;
            }

            return FirewallAttempt.Done();
        }

        if (run.IsSuccess)
        {
            SetDone(batch, part);
        }

        return FirewallAttempt.Of(run, place.Program.Explain);
    }

    private async ValueTask<IReadOnlyList<ResponderResult?>> FindMadeAsync(
        FirewallBatch batch,
        IReadOnlyList<FirewallChange> part,
        CancellationToken cancellationToken
    )
    {
        var there = await place.ReadAsync(cancellationToken).ConfigureAwait(false);
        var made = part.Where(change => IsDone(change, there)).ToList();
        SetDone(batch, made);
        return [.. part.Select(change => IsDone(change, there) ? change.Done : null)];
    }

    /// <summary>Reads the place to set the results that exit codes leave open.</summary>
    private async ValueTask SettleAsync(
        FirewallBatch batch,
        Dictionary<AddressPrefix, CommandResult> unsure,
        CancellationToken cancellationToken
    )
    {
        if (unsure.Count == 0)
        {
            return;
        }

        var there = await place.ReadAsync(cancellationToken).ConfigureAwait(false);
        foreach (var change in batch.Open.Changes)
        {
            batch.Set(change.Address, ResultOf(change, unsure[change.Address], there));
        }
    }

    private ResponderResult ResultOf(FirewallChange change, CommandResult run, HashSet<AddressPrefix> there)
    {
        if (IsDone(change, there))
        {
            return change.Done;
        }

        if (!run.IsSuccess)
        {
            return WithHalf(change, place.Program.Failed(run, change.Address));
        }

        var state = change.Blocks ? "wasn't added" : "wasn't removed";
        return WithHalf(change, ResponderResult.Failed($"{change.Address} {state}. {place.Program.Explain(run)}"));
    }

    // Results are set as they come: after a later run the place may be unreadable.
    private static void SetDone(FirewallBatch batch, IReadOnlyList<FirewallChange> changes)
    {
        foreach (var change in changes)
        {
            batch.Set(change.Address, change.Done);
        }
    }

    private bool IsDone(FirewallChange change, HashSet<AddressPrefix> there) =>
        change.Blocks ? there.Contains(change.Address) : !there.Contains(change.Address) && !place.Halves.Contains(change.Address);

    private ResponderResult WithHalf(FirewallChange change, ResponderResult result) =>
        result.Outcome == ActionOutcome.Failed && change.Blocks && place.Halves.Contains(change.Address)
            ? ResponderResult.Failed(result.Detail ?? "", mayBeInPlace: true)
            : result;
}
