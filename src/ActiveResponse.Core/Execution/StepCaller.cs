using ActiveResponse.Responders;

namespace ActiveResponse.Execution;

/// <summary>Calls a responder for the steps of a batch, and sets their results.</summary>
internal sealed class StepCaller(ResponderCaller caller, SharedEntries shared)
{
    /// <summary>Finds the reverts whose entry other effects need; call it once all reverts of the batch are on record.</summary>
    /// <remarks>Effects that end together must each see that the others end too.</remarks>
    public async ValueTask SpareAsync(IResponder responder, List<EffectStep> steps)
    {
        foreach (var step in steps)
        {
            if (step is RevertStep revert)
            {
                await shared.SpareAsync(responder, revert, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Calls the responder for all steps that need it and have no result yet.</summary>
    public async ValueTask CallAsync(IResponder responder, List<EffectStep> steps)
    {
        var calls = steps.FindAll(static step => step is { Call: not null, Result: null });
        if (responder is IBatchResponder batch)
        {
            await CallAsync(batch, calls).ConfigureAwait(false);
            return;
        }

        foreach (var step in calls)
        {
            (step.Result, step.Duration) = await caller.CallAsync(responder, step.Verb, step.Call!).ConfigureAwait(false);
        }
    }

    /// <summary>Reverts what was applied but can't be recorded: it couldn't be lifted either.</summary>
    public async ValueTask TakeBackAsync(IResponder responder, List<EffectStep> steps)
    {
        if (responder is IBatchResponder batch && steps.Count > 0)
        {
            _ = await caller
                .CallAsync(batch, [], steps.ConvertAll(static step => step.Call! with { Until = null, Place = step.Result!.Place }))
                .ConfigureAwait(false);
        }
    }

    private async ValueTask CallAsync(IBatchResponder responder, List<EffectStep> calls)
    {
        if (calls.Count == 0)
        {
            return;
        }

        var adds = calls.FindAll(static step => step.Verb != ActionVerb.Revert);
        var removes = calls.FindAll(static step => step.Verb == ActionVerb.Revert);
        var (result, duration) = await caller
            .CallAsync(responder, adds.ConvertAll(static step => step.Call!), removes.ConvertAll(static step => step.Call!))
            .ConfigureAwait(false);
        SetResults(adds, result.Applies, duration);
        SetResults(removes, result.Reverts, duration);
    }

    private static void SetResults(List<EffectStep> steps, IReadOnlyList<ResponderResult> results, TimeSpan duration)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            steps[i].Result =
                (i < results.Count ? results[i] : null) ?? ResponderResult.Failed("the responder gave no result for this order");
            steps[i].Duration = duration;
        }
    }
}
