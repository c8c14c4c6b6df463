using ActiveResponse.Execution;
using ActiveResponse.Planning;
using ActiveResponse.Reconciliation;
using ActiveResponse.State;
using ActiveResponse.State.Compact;

namespace ActiveResponse;

/// <summary>Lifts effects by hand, and our entries without a record.</summary>
internal sealed class EffectLifts(IResponseStore store, EffectReverts reverts, UnrecordedEffects unrecorded, TimeProvider clock)
{
    /// <summary>Reverts the effects on a subject.</summary>
    public async Task<IReadOnlyList<ExecutedAction>> LiftAsync(Subject subject, OrderNote note, CancellationToken cancellationToken)
    {
        var effects = await store.ListAsync(subject, cancellationToken).ConfigureAwait(false);
        if (effects.Count == 0)
        {
            // Searching takes long if very much is in place, so it is done only without a record.
            var strays = await LiftUnrecordedAsync(found => found == subject, note, cancellationToken).ConfigureAwait(false);
            if (strays.Count > 0)
            {
                return strays;
            }

            // The record may have come during the search, which then passes the entry over.
            effects = await store.ListAsync(subject, cancellationToken).ConfigureAwait(false);
        }

        return await reverts.EndAsync(effects, RevertReason.Lifted, cancellationToken, note).ConfigureAwait(false);
    }

    /// <summary>Reverts the effects on all subjects. What is wanted after the call stays.</summary>
    public async Task<IReadOnlyList<ExecutedAction>> LiftAllAsync(OrderNote note, CancellationToken cancellationToken)
    {
        var called = clock.GetUtcNow();
        var effects = await store.ListAsync(cancellationToken).ConfigureAwait(false);
        var lifted = await reverts.EndAsync(effects, RevertReason.Lifted, cancellationToken, note).ConfigureAwait(false);
        var strays = await LiftUnrecordedAsync(static _ => true, note, cancellationToken).ConfigureAwait(false);

        var late = await LateAsync(effects, called, cancellationToken).ConfigureAwait(false);
        return [.. lifted, .. strays, .. await reverts.EndAsync(late, RevertReason.Lifted, cancellationToken, note).ConfigureAwait(false)];
    }

    /// <summary>Returns the effects of before the call that have got their records since; a search, too, passes those over.</summary>
    private async Task<IReadOnlyList<EffectRecord>> LateAsync(
        IReadOnlyList<EffectRecord> before,
        DateTimeOffset called,
        CancellationToken cancellationToken
    )
    {
        var now = await store.ListAsync(cancellationToken).ConfigureAwait(false);
        if (now.Count == 0)
        {
            return now;
        }

        var known = before.Summaries().Select(static effect => effect.Key).ToHashSet();
        return
        [
            .. now.Summaries()
                .Where(effect => !known.Contains(effect.Key))
                .Select(static effect => effect.Record)
                .Where(effect => effect.Since <= called || effect.IsOnlyFound),
        ];
    }

    /// <summary>Removes our entries without a record on selected subjects.</summary>
    public Task<IReadOnlyList<ExecutedAction>> LiftUnrecordedAsync(
        Func<Subject, bool> which,
        OrderNote note,
        CancellationToken cancellationToken
    ) => unrecorded.LiftAsync(which, note, cancellationToken);
}
