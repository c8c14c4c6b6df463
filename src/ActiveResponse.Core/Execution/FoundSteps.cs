using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.State;

namespace ActiveResponse.Execution;

/// <summary>What becomes of an entry that is in place by our hand and on no record: it is taken out, or taken on record with the end it
/// has.</summary>
internal static class FoundSteps
{
    /// <summary>The step for all items that wait for a key of which nothing is on record; null when none of them is about something that
    /// was found.</summary>
    public static EffectStep? Begin(IReadOnlyList<WorkItem> items, DateTimeOffset now, ExecutionOptions options)
    {
        if (items.LastOrDefault(static item => item.Found is not null) is not { Found: { } found } last)
        {
            return null;
        }

        if (last.Reason == RevertReason.Found)
        {
            var record = RecordOf(last.Key, found, now, options);
            return new EffectStep
            {
                Verb = ActionVerb.Restore,
                Items = items,
                Before = record,
                Previous = record,
                Result = ResponderResult.AlreadyApplied("it was in place by our hand and on no record; taken on record"),
            };
        }

        return new EffectStep
        {
            Verb = ActionVerb.Revert,
            Items = items,
            Call = new ResponderContext { Order = UnknownOrder.Of(last.Key, EffectRecord.FoundHolder), Place = found.Place },
        };
    }

    /// <summary>What is reported of one that was taken out, or that could not be: then the next look finds it again.</summary>
    public static ExecutedAction Report(EffectStep step, DateTimeOffset now) =>
        new()
        {
            Order = step.Call!.Order,
            Verb = ActionVerb.Revert,
            Outcome = step.Result!.Outcome,
            Detail = step.Result.Detail ?? "it was in place by our hand and on no record",
            At = now,
            Duration = step.Duration,
        };

    /// <summary>The record of something that was found.</summary>
    public static EffectRecord RecordOf(ActionKey key, FoundEffect found, DateTimeOffset now, ExecutionOptions options) =>
        new()
        {
            Order = UnknownOrder.Of(key, EffectRecord.FoundHolder),
            State = EffectState.Applied,
            Since = now,
            Holders =
            [
                new EffectHolder(
                    EffectRecord.FoundHolder,
                    found.IsEndKnown ? found.Until : now + options.AdoptedTimeout,
                    0,
                    ResponseOrigin.Manual
                ),
            ],
            Place = found.Place,
        };
}
