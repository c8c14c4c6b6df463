using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.State;

namespace ActiveResponse.Execution;

/// <summary>Decides what to do for a group of orders for one key, and what to record afterwards.</summary>
internal sealed class ApplySteps(EffectLedger ledger, RestoreSteps restores, TimeProvider clock)
{
    /// <summary>Returns the step for all orders that wait for one key: at most one call, whatever their number.</summary>
    public async ValueTask<EffectStep> DecideAsync(IResponder responder, WorkRun<ApplyItem> items, CancellationToken cancellationToken)
    {
        if (!items[0].KeepsEffect)
        {
            return new RunStep
            {
                Items = items.Items,
                Call = new ResponderContext { Order = items[0].Order },
            };
        }

        var key = items[0].Key;
        var now = clock.GetUtcNow();
        var effect = await ledger.Store.FindAsync(key, cancellationToken).ConfigureAwait(false);
        var counted = await ledger.Store.FindOffenseAsync(key, cancellationToken).ConfigureAwait(false);

        // An effect recorded in another responder's place isn't here: apply it here too, and revert both later.
        var isHere = effect is not null && responder.Holds(key.Responder, effect.Place);
        var isInPlace = isHere && effect is { State: EffectState.Applied, RetryAt: null };
        var (record, offense) = Hold(items, effect, counted, now);
        record = isHere ? record : record with { Place = EffectPlaces.Join(record.Place, responder.PlaceFor(record.Order)) };
        var mustCall = !isInPlace || IsExtension(responder, effect, record);
        return new ApplyStep
        {
            Items = items.Items,
            Planned = isInPlace || record.State == EffectState.Planned ? record : record with { State = EffectState.Planned },
            Offense = offense,
            Previous = effect,
            Call = mustCall ? CallFor(record, isHere) : null,
            WasHere = isHere,
            WasInPlace = isInPlace,
            RecordFollows = effect is null && MayFollow(responder, record),
        };
    }

    private (EffectRecord Record, OffenseRecord Offense) Hold(
        WorkRun<ApplyItem> items,
        EffectRecord? effect,
        OffenseRecord? offense,
        DateTimeOffset now
    )
    {
        var record = effect is null ? null : Continue(effect, now);

        // An effect that may be in place is retried as part of the same offense. One that was only found stems from an alert that isn't on
        // record yet.
        var covered = effect is { State: not EffectState.Reverting } && !effect.IsOnlyFound;
        if (covered)
        {
            offense = OffenseCounter.WithRecord(offense, effect!);
        }

        for (var i = 0; i < items.Count; i++)
        {
            var (item, order) = (items[i], items[i].Order);
            offense = ledger.Offenses.Next(offense, order, covered, now);
            var holder = new EffectHolder(order.ResponseName, EndOf(item, offense, now), offense.Count, order.Origin);
            var since = item.Given.Terms?.Issued;
            record = record is null ? New(order, holder, since ?? now) : record.With(holder);
            if (effect is { IsOnlyFound: true } && since < record.Since)
            {
                // It was carried out before, and a crash cut off its record: a lift since then means it.
                record = record with
                {
                    Since = since.Value,
                };
            }

            covered = true;
        }

        return (record!, offense!);
    }

    private static bool IsExtension(IResponder responder, EffectRecord? effect, EffectRecord record) =>
        record.Until != effect?.Until && responder is IBatchResponder { DistinguishesExtensions: true };

    private static bool MayFollow(IResponder responder, EffectRecord record) =>
        record.Until is not null && responder is IBatchResponder { RecordMayFollow: true };

    /// <summary>
    /// Returns the step for the effect named by the responder, which may already be on record; the same step if it named none or failed.
    /// </summary>
    public async ValueTask<ApplyStep> NameAsync(ApplyStep step, StoreCommitBuilder commit)
    {
        if (step.Result is not { } result || !(result.Outcome == ActionOutcome.Applied || result.MayBeInPlace))
        {
            return step;
        }

        var planned = step.Planned;
        var own = planned.Key.Subject;
        var subject = result.Named ?? (own.Kinds == SubjectKinds.None ? own : own with { Keys = null });
        if (subject == own)
        {
            return step;
        }

        var now = clock.GetUtcNow();
        var order = step.Orders[0].Order with { Subject = subject };
        var effect = await ledger.Store.FindAsync(order.Key, CancellationToken.None).ConfigureAwait(false);
        var covered = effect is { State: not EffectState.Reverting };
        var counted = await ledger.Store.FindOffenseAsync(order.Key, CancellationToken.None).ConfigureAwait(false);
        var offense = ledger.Offenses.Next(covered ? OffenseCounter.WithRecord(counted, effect!) : counted, order, covered, now);
        var holder = new EffectHolder(order.ResponseName, EndOf(step.Orders[0], offense, now), offense.Count, order.Origin);
        commit.End(planned.Key);
        ledger.Timers.Set(planned.Key, null);
        return new ApplyStep
        {
            Items = step.Items,
            Planned = Named(effect, order, holder, planned.Place, step.Orders[0].Given.Terms?.Issued ?? now, now),
            Offense = offense,
            Previous = effect,
            Call = step.Call,
            WasHere = true,
            WasInPlace = effect is { State: EffectState.Applied },
            Result = result,
            Duration = step.Duration,
        };
    }

    private static EffectRecord Named(
        EffectRecord? effect,
        ResponseOrder order,
        EffectHolder holder,
        string? place,
        DateTimeOffset since,
        DateTimeOffset now
    ) =>
        effect is null
            ? New(order, holder, since) with
            {
                Place = place,
            }
            : Continue(effect, now).With(holder) with
            {
                Place = EffectPlaces.Join(effect.Place, place),
            };

    /// <summary>Returns what to report for an order whose effect is forgotten.</summary>
    public ExecutedAction Finish(RunStep step) => Report(step, (ApplyItem)step.Items[0], step.Result!, until: null, offense: 0);

    /// <summary>Determines what to store and what to report for each order after the responder's result.</summary>
    public void Finish(
        IResponder responder,
        ApplyStep step,
        StoreCommitBuilder commit,
        List<(WorkItem Item, ExecutedAction Action)> outcomes
    )
    {
        var stays = step.WasInPlace || IsOurs(step);
        var (record, tryAgainAt) = Store(responder, step, stays, commit);
        var failed = step.Result is { IsSuccess: false };
        for (var i = 0; i < step.Items.Count; i++)
        {
            var isExtension = !failed && (step.WasInPlace || (i > 0 && stays));
            var order = step.Orders[i].Order;
            var result = isExtension ? null : step.Result;
            var offense = record.Holders is [var only]
                ? only.Offense
                : record.Holders.First(holder => holder.ResponseName == order.ResponseName).Offense;
            outcomes.Add((step.Items[i], Report(step, step.Orders[i], result, stays ? record.Until : null, offense, tryAgainAt)));
        }
    }

    /// <summary>What is on record from now on, and when a failed try is repeated.</summary>
    private (EffectRecord Record, DateTimeOffset? TryAgainAt) Store(
        IResponder responder,
        ApplyStep step,
        bool stays,
        StoreCommitBuilder commit
    )
    {
        var planned = step.Planned;
        if (stays)
        {
            var (record, tryAgainAt) = InPlace(responder, step);

            // Only actual blocks count: an outage of the responder must not raise a subject's offenses.
            commit.Count(step.Offense);
            Save(record, commit);
            return (record, tryAgainAt);
        }

        if (step.Previous is { } earlier)
        {
            // A recorded effect may still be in place though this order failed; if forgotten, it would never end.
            Save(earlier, commit);
        }
        else if (
            step.Result is { Outcome: not ActionOutcome.Refused, IsSuccess: false }
            && restores.Retry(responder, planned, step.Result) is { } again
        )
        {
            Save(again, commit);
            return (planned, again.RetryAt);
        }
        else
        {
            commit.End(planned.Key);
            ledger.Timers.Set(planned.Key, null);
        }

        return (planned, null);
    }

    private (EffectRecord Record, DateTimeOffset? TryAgainAt) InPlace(IResponder responder, ApplyStep step)
    {
        var record = step.Planned with { State = EffectState.Applied, Place = PlaceAfter(step, step.Planned) };
        if (step.Result is not { MayBeInPlace: true } || step.WasInPlace)
        {
            return (record, null);
        }

        // Its state is unknown: it is reverted on time, and applied again first where repeating is safe.
        record = restores.Retry(responder, record, step.Result) ?? record with { State = EffectState.Planned };
        return (record, record.RetryAt);
    }

    private void Save(EffectRecord record, StoreCommitBuilder commit)
    {
        commit.Save(record);
        ledger.Timers.Set(record.Key, record.Due);
    }

    private ExecutedAction Report(
        EffectStep step,
        ApplyItem item,
        ResponderResult? result,
        DateTimeOffset? until,
        int offense,
        DateTimeOffset? tryAgainAt = null
    ) =>
        new()
        {
            Order = item.ReportedOrder,
            Verb = ActionVerb.Apply,
            Outcome = result?.Outcome ?? ActionOutcome.Extended,
            Detail = DetailOf(item, result, tryAgainAt),
            Note = item.Note,
            At = clock.GetUtcNow(),
            Duration = step.Duration,
            Until = until,
            RetryAt = tryAgainAt,
            Offense = offense,
        };

    private string? DetailOf(ApplyItem item, ResponderResult? result, DateTimeOffset? tryAgainAt)
    {
        var detail = result?.Detail;
        if (item.IsMoved)
        {
            return $"part of the effect on {item.Key.Subject}{(detail is null ? "" : $": {detail}")}";
        }

        return tryAgainAt is { } next ? $"{detail}; retried in {(next - clock.GetUtcNow()).TotalSeconds:0.###} s" : detail;
    }

    private static ResponderContext CallFor(EffectRecord record, bool isHere) =>
        new()
        {
            Order = record.Order,
            Until = record.Until,
            Place = isHere ? record.Place : null,
        };

    /// <summary>Whether we put it in place, including what we were about to apply or failed to revert.</summary>
    private static bool IsOurs(ApplyStep step) =>
        step.Result!.Outcome == ActionOutcome.Applied
        || step.Result.MayBeInPlace
        || (step.Result.Outcome == ActionOutcome.AlreadyApplied && step.Previous is not null);

    private static string? PlaceAfter(ApplyStep step, EffectRecord record) =>
        step switch
        {
            // Here it is somebody else's; only elsewhere is it ours.
            { Result.Outcome: ActionOutcome.AlreadyApplied, WasHere: false, Previous: { } elsewhere } => elsewhere.Place,
            { Result.Place: { } here, WasHere: false, Previous: { } before } => EffectPlaces.Join(before.Place, here),
            _ => step.Result?.Place ?? record.Place,
        };

    /// <summary>
    /// Returns the record of an effect that continues, without holders that have ended or whose effect was to be reverted.
    /// </summary>
    private static EffectRecord Continue(EffectRecord effect, DateTimeOffset now) =>
        effect with
        {
            State = EffectState.Applied,
            RetryAt = null,
            FailedReverts = 0,
            FailedApplies = 0,
            Holders = effect.State == EffectState.Reverting ? [] : effect.Holders.RemoveAll(holder => holder.Until <= now),
        };

    // Who has sent an order has settled when its effect ends.
    private DateTimeOffset? EndOf(ApplyItem item, OffenseRecord offense, DateTimeOffset now) =>
        item.Given.Terms is { } terms ? terms.Until : ledger.Offenses.EndOf(item.Order, offense, now);

    private static EffectRecord New(ResponseOrder order, EffectHolder holder, DateTimeOffset since) =>
        new()
        {
            Order = order,
            State = EffectState.Planned,
            Since = since,
            Holders = [holder],
        };
}
