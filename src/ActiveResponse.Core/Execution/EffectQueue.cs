using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.State;

namespace ActiveResponse.Execution;

/// <summary>Queues work on effects: reverts, restores, and entries found without a record.</summary>
internal sealed class EffectQueue(ResponderBinding binding, ResponderLanes lanes, IResponseStore store, IdleGate idle)
{
    /// <summary>
    /// Number of effects restored at once. Each part's memory is freed before the next: restoring a hundred thousand blocks at once would
    /// need hundreds of megabytes.
    /// </summary>
    public const int RestoresAtOnce = 2000;

    /// <summary>Queues the revert of an effect.</summary>
    /// <returns>The future outcome.</returns>
    public async ValueTask<Task<ExecutedAction>> RevertAsync(ActionKey key, RevertReason reason, CancellationToken cancellationToken)
    {
        var effect = await store.FindAsync(key, cancellationToken).ConfigureAwait(false);
        var responder = effect is null ? binding.FindByName(key.Responder) ?? new MissingResponder(key.Responder, null) : HolderOf(effect);
        var item = new RevertItem(key, reason);
        item.Enter(idle);
        lanes.Of(responder).Add(item);
        return item.Done;
    }

    /// <summary>Queues the reverts of effects with known records; those of one responder together, so that they form one batch.</summary>
    /// <returns>The future outcomes.</returns>
    public List<Task<ExecutedAction>> Revert(IEnumerable<EffectRecord> effects, RevertReason reason, OrderNote? note)
    {
        var outcomes = new List<Task<ExecutedAction>>();
        foreach (var ofOne in effects.GroupBy(HolderOf))
        {
            RevertItem[] items = [.. ofOne.Select(effect => new RevertItem(effect.Key, reason, note))];
            outcomes.AddRange(items.Select(static item => item.Done));
            Add(ofOne.Key, items, idle);
        }

        return outcomes;
    }

    /// <summary>
    /// Restores missing effects of one responder in parts: there may be very many, and each part is created when it is its turn.
    /// </summary>
    /// <returns>Completes once all were tried.</returns>
    public Task RestoreAsync(IResponder responder, IEnumerable<ActionKey> keys) =>
        AddInPartsAsync(responder, keys, static key => new RestoreItem(key));

    /// <summary>Records entries of one responder that were found without a record, except what was lifted meanwhile.</summary>
    /// <returns>Completes once all were recorded.</returns>
    public Task AdoptAsync(IResponder responder, IEnumerable<FoundEffect> found, LiftWatches.Watch lifts) =>
        AddInPartsAsync(responder, found, one => new AdoptItem(responder, one, lifts));

    /// <summary>Removes entries of one responder that were found without a record.</summary>
    /// <returns>Completes once all were tried.</returns>
    public Task RemoveAsync(IResponder responder, IEnumerable<FoundEffect> found) =>
        AddInPartsAsync(responder, found, one => new StrayItem(responder, one));

    /// <summary>Queues the removal of entries of one responder that were found without a record.</summary>
    /// <returns>The future outcomes.</returns>
    public List<Task<ExecutedAction>> Remove(IResponder responder, IEnumerable<FoundEffect> found, OrderNote note)
    {
        StrayItem[] items = [.. found.Select(one => new StrayItem(responder, one, note))];
        Add(responder, items, idle);
        return [.. items.Select(static item => item.Done)];
    }

    private async Task AddInPartsAsync<T>(IResponder responder, IEnumerable<T> all, Converter<T, WorkItem> make)
    {
        var before = Task.CompletedTask;
        idle.Enter();
        try
        {
            foreach (var some in all.Chunk(RestoresAtOnce))
            {
                var gate = new IdleGate();
                Add(responder, Array.ConvertAll(some, make), gate);

                // Prepares one batch while another is in progress.
                await before.ConfigureAwait(false);
                before = gate.WhenIdleAsync(CancellationToken.None);
            }
        }
        finally
        {
            // Also if enumeration failed: what was read is in progress.
            await before.ConfigureAwait(false);
            idle.Leave();
        }
    }

    private void Add(IResponder responder, WorkItem[] items, IdleGate gate)
    {
        Array.ForEach(items, item => item.Enter(gate));
        lanes.Of(responder).Add(items);
    }

    // Only the responder that applied an effect, in its place, reverts it.
    private IResponder HolderOf(EffectRecord effect) =>
        binding.HolderOf(effect.Order.Responder, effect.Order.Command, effect.Place)
        ?? new MissingResponder(effect.Key.Responder, effect.Place);
}
