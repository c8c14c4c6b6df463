using ActiveResponse.Execution;
using ActiveResponse.Planning;
using ActiveResponse.Reconciliation;
using ActiveResponse.State;

namespace ActiveResponse;

/// <summary>Lifts effects by hand, and our entries without a record.</summary>
internal sealed class EffectLifts(IResponseStore store, EffectReverts reverts, UnrecordedEffects unrecorded)
{
    /// <summary>Reverts the effects on a subject.</summary>
    public async Task<IReadOnlyList<ExecutedAction>> LiftAsync(Subject subject, CancellationToken cancellationToken)
    {
        var effects = await store.ListAsync(subject, cancellationToken).ConfigureAwait(false);
        var lifted = await reverts.EndAsync(effects, RevertReason.Lifted, cancellationToken).ConfigureAwait(false);

        // Searching takes long if very much is in place, so it is done only without a record.
        return effects.Count > 0 ? lifted : await LiftUnrecordedAsync(found => found == subject, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reverts the effects on all subjects.</summary>
    public async Task<IReadOnlyList<ExecutedAction>> LiftAllAsync(CancellationToken cancellationToken)
    {
        var effects = await store.ListAsync(cancellationToken).ConfigureAwait(false);
        var lifted = await reverts.EndAsync(effects, RevertReason.Lifted, cancellationToken).ConfigureAwait(false);
        return [.. lifted, .. await LiftUnrecordedAsync(static _ => true, cancellationToken).ConfigureAwait(false)];
    }

    /// <summary>Removes our entries without a record on selected subjects.</summary>
    public Task<IReadOnlyList<ExecutedAction>> LiftUnrecordedAsync(Func<Subject, bool> which, CancellationToken cancellationToken) =>
        unrecorded.LiftAsync(which, cancellationToken);
}
