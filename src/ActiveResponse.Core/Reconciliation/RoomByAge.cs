using ActiveResponse.Diagnostics;
using ActiveResponse.Execution;
using ActiveResponse.Responders;
using ActiveResponse.State;
using ActiveResponse.State.Compact;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Reconciliation;

/// <summary>Limits the effects of one responder: beyond it asks for the oldest to be lifted, timed ones before permanent ones.</summary>
internal sealed class RoomByAge(string responder, int most, RoomRequests requests, IResponseStore store, ILogger<EffectReverts> logger)
    : IResponseObserver,
        IMissesOutcomes
{
    // How many more may be applied before counting is worthwhile.
    private int _free;
    private volatile bool _hasMissed;

    public void Missed() => _hasMissed = true;

    public async ValueTask OnExecutedAsync(ExecutedAction action, CancellationToken cancellationToken)
    {
        if (
            action.Order.Responder != responder
            || action.Verb != ActionVerb.Apply
            || action.Outcome != ActionOutcome.Applied
            || (--_free > 0 && !_hasMissed)
        )
        {
            return;
        }

        _hasMissed = false;

        var there = (await store.ListAsync(cancellationToken).ConfigureAwait(false))
            .Summaries()
            .Where(effect => effect.Responder == responder && effect.State != EffectState.Reverting)
            .Select(static effect => effect.Record)
            .ToList();
        var excess = there.Count - most;
        _free = -excess;
        if (excess <= 0)
        {
            return;
        }

        // Lifts more than necessary, so that a flood doesn't recount all effects for each block.
        var oldest = there
            .OrderBy(static effect => effect.Until is null)
            .ThenBy(static effect => effect.Since)
            .Take(excess + (most / 100))
            .ToList();
        _free = oldest.Count - excess;
        logger.RoomMade(responder, most, oldest.Count);
        requests.Add(new RoomRequest(responder, oldest));
    }
}
