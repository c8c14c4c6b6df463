using ActiveResponse.Configuration;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.SharedPlaces;

/// <summary>Makes batches of changes in a shared place: reads first, changes what must be, and says of each entry what became of
/// it.</summary>
internal sealed class SharedPlaceEditor(ISharedPlace place)
{
    // One bad entry among ten thousand takes 14 failed runs; if all are bad, each would take one.
    private const int MostFailures = 300;

    public async ValueTask<FirewallBatchResult> ApplyAsync(
        IReadOnlyList<FirewallEntry> adds,
        IReadOnlyList<AddressPrefix> removes,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(adds);
        ArgumentNullException.ThrowIfNull(removes);
        cancellationToken.ThrowIfCancellationRequested();
        var batch = new SharedPlaceBatch(adds, removes);
        if (adds.Count + removes.Count == 0)
        {
            return batch.Answer();
        }

        var hasBegun = false;
        try
        {
            if (adds.Count > 0)
            {
                await PrepareAsync(batch, cancellationToken).ConfigureAwait(false);
            }

            var there = await place.ReadAsync(cancellationToken).ConfigureAwait(false);
            var (toRemove, toAdd) = batch.Plan(there, place.Halves, place.Refuse);
            hasBegun = true;
            await RunAsync(batch, toRemove, blocks: false, cancellationToken).ConfigureAwait(false);
            await RunAsync(batch, toAdd, blocks: true, cancellationToken).ConfigureAwait(false);
        }
        catch (PacketFilterException e)
        {
            batch.FailRest(e.Message, hasBegun);
        }

        return batch.Answer();
    }

    /// <summary>Everybody's entries.</summary>
    public async ValueTask<IReadOnlyList<FirewallEntry>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await place.ReadAsync(cancellationToken).ConfigureAwait(false)).Select(static address => new FirewallEntry(address, null))];

    private async ValueTask PrepareAsync(SharedPlaceBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            await place.PrepareAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PacketFilterException e)
        {
            // What is to be removed may go all the same.
            batch.FailAdds(e.Message);
        }
    }

    private async ValueTask RunAsync(
        SharedPlaceBatch batch,
        IReadOnlyList<AddressPrefix> addresses,
        bool blocks,
        CancellationToken cancellationToken
    )
    {
        var parts = new Stack<IReadOnlyList<AddressPrefix>>(addresses.Chunk(place.MostPerRun).Reverse());
        List<(AddressPrefix Address, CommandResult Run)> unsure = [];
        var failures = 0;
        while (parts.TryPop(out var part))
        {
            var done = await place.ChangeAsync(part, blocks, cancellationToken).ConfigureAwait(false);
            if (done.IsSuccess)
            {
                foreach (var address in part)
                {
                    if (place.ExitCodeCounts)
                    {
                        batch.Settle(address, blocks, Success(blocks));
                    }
                    else
                    {
                        unsure.Add((address, done));
                    }
                }
            }
            else if (ProgramErrors.IsRefusal(done))
            {
                var left = await LeftAsync(batch, part, blocks, cancellationToken).ConfigureAwait(false);
                Divide(batch, left, blocks, done, ++failures < MostFailures, parts);
            }
            else
            {
                // It can't be run at all: the rest would fare no better.
                foreach (var address in parts.SelectMany(static rest => rest).Concat(part))
                {
                    batch.Settle(address, blocks, ProgramErrors.Failure(place.Program, done));
                }

                parts.Clear();
            }
        }

        await CheckAsync(batch, unsure, blocks, cancellationToken).ConfigureAwait(false);
    }

    private void Divide(
        SharedPlaceBatch batch,
        List<AddressPrefix> left,
        bool blocks,
        CommandResult done,
        bool mayTryOn,
        Stack<IReadOnlyList<AddressPrefix>> parts
    )
    {
        if (left.Count > 1 && mayTryOn)
        {
            parts.Push(left[(left.Count / 2)..]);
            parts.Push(left[..(left.Count / 2)]);
            return;
        }

        foreach (var address in left)
        {
            batch.Settle(
                address,
                blocks,
                ResponderResult.Failed($"{address}: {ProgramErrors.Explain(place.Program, done)}", MayBeInPlace(address, blocks))
            );
        }
    }

    private async ValueTask<List<AddressPrefix>> LeftAsync(
        SharedPlaceBatch batch,
        IReadOnlyList<AddressPrefix> part,
        bool blocks,
        CancellationToken cancellationToken
    )
    {
        var there = await place.ReadAsync(cancellationToken).ConfigureAwait(false);
        List<AddressPrefix> left = [];
        foreach (var address in part)
        {
            if (IsDone(there, address, blocks))
            {
                batch.Settle(address, blocks, Success(blocks));
            }
            else
            {
                left.Add(address);
            }
        }

        return left;
    }

    private async ValueTask CheckAsync(
        SharedPlaceBatch batch,
        List<(AddressPrefix Address, CommandResult Run)> unsure,
        bool blocks,
        CancellationToken cancellationToken
    )
    {
        if (unsure.Count == 0)
        {
            return;
        }

        var there = await place.ReadAsync(cancellationToken).ConfigureAwait(false);
        foreach (var (address, run) in unsure)
        {
            var state = blocks ? "isn't there" : "is still there";
            batch.Settle(
                address,
                blocks,
                IsDone(there, address, blocks)
                    ? Success(blocks)
                    : ResponderResult.Failed(
                        $"{address} {state}. {ProgramErrors.Explain(place.Program, run)}",
                        MayBeInPlace(address, blocks)
                    )
            );
        }
    }

    private bool IsDone(HashSet<AddressPrefix> there, AddressPrefix address, bool blocks) =>
        blocks ? there.Contains(address) : !there.Contains(address) && !place.Halves.Contains(address);

    private bool MayBeInPlace(AddressPrefix address, bool blocks) => blocks && place.Halves.Contains(address);

    private static ResponderResult Success(bool blocks) => blocks ? ResponderResult.Applied() : ResponderResult.Lifted();
}
