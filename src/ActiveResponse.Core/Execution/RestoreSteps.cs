using ActiveResponse.Responders;
using ActiveResponse.State;

namespace ActiveResponse.Execution;

/// <summary>Applies an effect again that should be in place: after a failed attempt, or when it is missing.</summary>
internal sealed class RestoreSteps(EffectLedger ledger, TimeProvider clock, ExecutionSettings settings)
{
    /// <summary>Returns the step for a recorded effect that hasn't ended.</summary>
    public static RestoreStep Begin(EffectRecord effect, IReadOnlyList<WorkItem> items) =>
        new()
        {
            Items = items,
            Effect = effect,
            Call = new ResponderContext
            {
                Order = effect.Order,
                Until = effect.Until,
                Place = effect.Place,
            },
        };

    /// <summary>Returns the record for retrying a failed first attempt; null to give up.</summary>
    /// <remarks>Repeating is harmless for a firewall; other responders are retried only if they ask for it.</remarks>
    public EffectRecord? Retry(IResponder responder, EffectRecord record, ResponderResult result)
    {
        var again = record with
        {
            State = EffectState.Planned,
            FailedApplies = record.FailedApplies + 1,
            RetryAt = NextTry(responder, record.FailedApplies, result),
        };
        return
            (responder is IBatchResponder || result.RetryAfter is not null)
            && record.FailedApplies < settings.Of(responder.Name).ApplyRetries
            && !(again.Until <= again.RetryAt)
            ? again
            : null;
    }

    /// <summary>Determines what to store and what to report after the responder's result.</summary>
    public async ValueTask<ExecutedAction> FinishAsync(
        IResponder responder,
        EffectStep step,
        EffectRecord effect,
        StoreCommitBuilder commit
    )
    {
        var result = step.Result!;
        var (record, detail) = RecordAfter(responder, effect, result);
        if (record != effect)
        {
            commit.Save(record);
        }

        ledger.Timers.Set(effect.Key, record.Due, isRetry: record.RetryAt is not null);
        if (effect.State == EffectState.Planned && result.IsSuccess)
        {
            await CountAsync(effect, commit).ConfigureAwait(false);
        }

        return new ExecutedAction
        {
            Order = effect.Order,
            Verb = ActionVerb.Restore,
            Outcome = result.Outcome,
            Detail = record is { State: not EffectState.Reverting, RetryAt: { } next }
                ? $"{detail}; retried in {(next - clock.GetUtcNow()).TotalSeconds:0.###} s"
                : detail,
            At = clock.GetUtcNow(),
            Duration = step.Duration,
            Until = record.State == EffectState.Reverting ? null : record.Until,
            RetryAt = record.State == EffectState.Reverting ? null : record.RetryAt,
            Offense = OffenseOf(effect),
        };
    }

    private (EffectRecord Record, string? Detail) RecordAfter(IResponder responder, EffectRecord effect, ResponderResult result) =>
        result switch
        {
            { IsSuccess: true }
                when effect is { State: EffectState.Applied, RetryAt: null, FailedApplies: 0 }
                    && (result.Place ?? effect.Place) == effect.Place => (effect, result.Detail),
            { IsSuccess: true } => (
                effect with
                {
                    State = EffectState.Applied,
                    RetryAt = null,
                    FailedApplies = 0,
                    Place = result.Place ?? effect.Place,
                },
                result.Detail
            ),
            { Outcome: ActionOutcome.Refused } => (GivenUp(effect), result.Detail),

            // An effect that was once in place is owed until its end.
            _ when effect.State == EffectState.Applied => (
                effect with
                {
                    FailedApplies = effect.FailedApplies + 1,
                    RetryAt = NextTry(responder, effect.FailedApplies, result),
                },
                result.Detail
            ),
            { MayBeInPlace: true } => (
                effect with
                {
                    RetryAt = NextTry(responder, effect.FailedApplies, result),
                    FailedApplies = effect.FailedApplies + 1,
                    Place = result.Place ?? effect.Place,
                },
                result.Detail
            ),
            _ => Retry(responder, effect, result) is { } again ? (again, result.Detail) : (GivenUp(effect), $"{result.Detail}; given up"),
        };

    // An earlier attempt, of this process or of a killed one, may have taken effect: revert it rather than forget it.
    private EffectRecord GivenUp(EffectRecord effect) => effect with { State = EffectState.Reverting, RetryAt = clock.GetUtcNow() };

    private static int OffenseOf(EffectRecord effect) =>
        effect.Holders.Length == 0 ? 0 : effect.Holders.Max(static holder => holder.Offense);

    private DateTimeOffset NextTry(IResponder responder, int failures, ResponderResult result) =>
        clock.GetUtcNow() + (result.RetryAfter ?? settings.Of(responder.Name).ApplyWait(failures));

    // Only actual blocks count, and now it is one.
    private async Task CountAsync(EffectRecord effect, StoreCommitBuilder commit)
    {
        var counted = await ledger.Store.FindOffenseAsync(effect.Key, CancellationToken.None).ConfigureAwait(false);
        if (OffenseCounter.WithRecord(counted, effect) is { } offense && offense != counted)
        {
            commit.Count(offense with { LastAt = clock.GetUtcNow() });
        }
    }
}
