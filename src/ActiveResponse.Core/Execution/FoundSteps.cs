using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.State;

namespace ActiveResponse.Execution;

/// <summary>Handles our entries without a record: removes them, or records them with their end.</summary>
internal static class FoundSteps
{
    /// <summary>Returns the step for all items of a key without a record; null if none of them is about a found entry.</summary>
    /// <remarks>A lift by hand comes first: a check may have found the entry at the same time and want to record it.</remarks>
    public static EffectStep? Begin(WorkRun<CheckItem> items, DateTimeOffset now, ExecutionOptions options)
    {
        var found = items.Items.OfType<FoundItem>().Where(static one => one is not AdoptItem { IsStale: true }).ToList();
        return (found.FindLast(static one => one is StrayItem { IsByHand: true }) ?? found.LastOrDefault()) switch
        {
            AdoptItem adopted => new AdoptStep
            {
                Items = items.Items,
                Effect = RecordOf(adopted.Key, adopted.Found, now, options),
                Result = ResponderResult.AlreadyApplied("our entry had no record; it has one now"),
            },
            { } stray => new RemoveStep
            {
                Items = items.Items,
                Call = new ResponderContext { Order = UnknownOrder.Of(stray.Key, EffectRecord.FoundHolder), Place = stray.Found.Place },
                Note = stray.Note,
            },
            null => null,
        };
    }

    /// <summary>
    /// Returns the report of an entry that was removed or couldn't be; in the latter case, the next check finds it again.
    /// </summary>
    public static ExecutedAction Report(RemoveStep step, DateTimeOffset now) =>
        new()
        {
            Order = step.Call!.Order,
            Verb = ActionVerb.Revert,
            Outcome = step.Result!.Outcome,
            Detail = step.Result.Detail ?? "our entry had no record",
            Note = step.Note,
            At = now,
            Duration = step.Duration,
        };

    /// <summary>Returns the record of a found entry.</summary>
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
