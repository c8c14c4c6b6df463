using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.State;
using ActiveResponse.Timeouts;

namespace ActiveResponse.Execution;

/// <summary>Decides whether an effect really must be reverted (or restored), and what to record afterwards.</summary>
internal sealed class RevertSteps(IResponseStore store, EffectTimers timers, TimeProvider clock, ExecutionSettings settings)
{
    /// <summary>Returns the step for all reverts that wait for one key; null if there is nothing to revert (any more, or yet).</summary>
    // Long: one case per reason to end an effect, or to leave it.
    public async ValueTask<EffectStep?> DecideAsync(IReadOnlyList<WorkItem> items, CancellationToken cancellationToken)
    {
        var key = items[0].Key;
        if (await store.FindAsync(key, cancellationToken).ConfigureAwait(false) is not { } effect)
        {
            return FoundSteps.Begin(items, clock.GetUtcNow(), settings.Current);
        }

        var now = clock.GetUtcNow();
        var wanted = false;
        foreach (var item in items)
        {
            wanted |= item.Reason switch
            {
                RevertReason.Lifted or RevertReason.Allowed or RevertReason.Protected => true,
                RevertReason.Stopping => effect.Until is not null,
                _ => effect.Until <= now || (effect.State == EffectState.Reverting && effect.Due <= now),
            };
        }

        if (
            !wanted
            && (effect.IsTriedAgain(now) || items.Any(static item => item.Reason == RevertReason.Missing))
            && effect.State != EffectState.Reverting
        )
        {
            return RestoreSteps.Begin(effect, items);
        }

        if (!wanted)
        {
            // Extended after the timer fired: wait for the new end.
            timers.Set(key, effect.Due);
            return null;
        }

        return new EffectStep
        {
            Verb = ActionVerb.Revert,
            Items = items,
            Before = effect with { State = EffectState.Reverting },
            Call = new ResponderContext { Order = effect.Order, Place = effect.Place },
        };
    }

    /// <summary>Determines what to store and what to report after the responder's answer.</summary>
    // Long: one case per way a revert can end.
    public async ValueTask<ExecutedAction> FinishAsync(
        IResponder responder,
        EffectStep step,
        StoreCommitBuilder commit,
        CancellationToken cancellationToken
    )
    {
        var now = clock.GetUtcNow();
        if (step.Before is not { } record)
        {
            return FoundSteps.Report(step, now);
        }

        var result = WithRest(responder, step.Result!, record);
        var detail = result.Detail ?? step.Items.Select(static item => Why(item.Reason)).FirstOrDefault(static why => why is not null);
        DateTimeOffset? retryAt = null;
        if (result.IsSuccess)
        {
            commit.End(record.Key);
            timers.Set(record.Key, null);
            var counted = await store.FindOffenseAsync(record.Key, cancellationToken).ConfigureAwait(false);

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
            timers.Set(record.Key, retryAt);
            detail = $"{detail ?? "it didn't work"}; retried in {(retryAt.Value - now).TotalSeconds:0.###} s";
        }

        return new ExecutedAction
        {
            Order = record.Order,
            Verb = ActionVerb.Revert,
            Outcome = result.Outcome,
            Detail = detail,
            At = now,
            Duration = step.Duration,
            RetryAt = retryAt,
            Offense = record.Holders.Length == 0 ? 0 : record.Holders.Max(static holder => holder.Offense),
        };
    }

    private static TimeSpan WaitAfter(ResponderLimits limits, ResponderResult result, int failures)
    {
        if (result.RetryAfter is not { } asked)
        {
            return limits.RevertWait(failures);
        }

        return asked < limits.RevertRetryMaximum ? asked : limits.RevertRetryMaximum;
    }

    private static string? Why(RevertReason reason) =>
        reason switch
        {
            RevertReason.Allowed => "the allow list covers it now",
            RevertReason.Protected => "it covers an address that this host needs now",
            _ => null,
        };

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
