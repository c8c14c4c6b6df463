using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.State;

namespace ActiveResponse.Execution;

/// <summary>Decides whether an effect really must be reverted (or restored), and what to record afterwards.</summary>
internal sealed class RevertSteps(EffectLedger ledger, TimeProvider clock, ExecutionSettings settings)
{
    /// <summary>Returns the step for all reverts that wait for one key; null if there is nothing to revert (any more, or yet).</summary>
    public async ValueTask<EffectStep?> DecideAsync(WorkRun<CheckItem> items, CancellationToken cancellationToken)
    {
        var key = items[0].Key;
        if (await ledger.Store.FindAsync(key, cancellationToken).ConfigureAwait(false) is not { } effect)
        {
            return FoundSteps.Begin(items, clock.GetUtcNow(), settings.Current);
        }

        var now = clock.GetUtcNow();
        var (ends, restores, why, note) = (false, false, (string?)null, (OrderNote?)null);
        for (var i = 0; i < items.Count; i++)
        {
            ends |= items[i].Ends(effect, now);
            restores |= items[i].Restores;
            why ??= items[i].Why;
            note ??= items[i].Note;
        }

        if (ends)
        {
            return new RevertStep
            {
                Items = items.Items,
                Effect = effect with { State = EffectState.Reverting },
                Why = why,
                Note = note,
                Call = new ResponderContext { Order = effect.Order, Place = effect.Place },
            };
        }

        if ((effect.IsTriedAgain(now) || restores) && effect.State != EffectState.Reverting)
        {
            return RestoreSteps.Begin(effect, items.Items);
        }

        // Extended after the timer fired: wait for the new end.
        ledger.Timers.Set(key, effect.Due);
        return null;
    }

    /// <summary>Determines what to store and what to report after the responder's result.</summary>
    public async ValueTask<ExecutedAction> FinishAsync(
        IResponder responder,
        RevertStep step,
        StoreCommitBuilder commit,
        CancellationToken cancellationToken
    )
    {
        var now = clock.GetUtcNow();
        var record = step.Effect;
        var result = WithRest(responder, step.Result!, record);
        var detail = result.Detail ?? step.Why;
        DateTimeOffset? retryAt = null;
        if (result.IsSuccess)
        {
            commit.End(record.Key);
            ledger.Timers.Set(record.Key, null);
            var counted = await ledger.Store.FindOffenseAsync(record.Key, cancellationToken).ConfigureAwait(false);

            // A block that never took effect doesn't count as an offense; one that merely wasn't confirmed, because the process ended,
            // does.
            if ((record.FailedApplies > 0 ? counted : OffenseCounter.WithRecord(counted, record)) is { } offense)
            {
                commit.Count(offense with { LastAt = now });
            }
        }
        else
        {
            retryAt = now + WaitAfter(settings.Of(responder.Name), result, record.FailedReverts);
            commit.Save(record with { FailedReverts = record.FailedReverts + 1, RetryAt = retryAt, Place = result.Place ?? record.Place });
            ledger.Timers.Set(record.Key, retryAt, isRetry: true);
            detail = $"{detail ?? "it didn't work"}; retried in {(retryAt.Value - now).TotalSeconds:0.###} s";
        }

        return new ExecutedAction
        {
            Order = record.Order,
            Verb = ActionVerb.Revert,
            Outcome = result.Outcome,
            Detail = detail,
            Note = step.Note,
            At = now,
            Duration = step.Duration,
            RetryAt = retryAt,
            Offense = record.Holders.Length == 0 ? 0 : record.Holders.Max(static holder => holder.Offense),
        };
    }

    /// <summary>Returns what to report of an entry without a record.</summary>
    public ExecutedAction Finish(RemoveStep step) => FoundSteps.Report(step, clock.GetUtcNow());

    private static TimeSpan WaitAfter(ResponderLimits limits, ResponderResult result, int failures)
    {
        if (result.RetryAfter is not { } asked)
        {
            return limits.RevertWait(failures);
        }

        return asked < limits.RevertRetryMaximum ? asked : limits.RevertRetryMaximum;
    }

    // An effect that also exists elsewhere isn't gone yet.
    private static ResponderResult WithRest(IResponder responder, ResponderResult result, EffectRecord record) =>
        result.IsSuccess && responder.OutOfReach(record.Place) is { Count: > 0 } rest
            ? ResponderResult.Failed(
                $"taken back by '{responder.Name}'; but {MissingResponder.Remedy(record.Key.Responder, EffectPlaces.Write(rest))}"
            ) with
            {
                Place = EffectPlaces.Write(rest),
            }
            : result;
}
