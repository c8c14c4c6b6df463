using System.Text.Json;
using ActiveResponse.AspNetCore.Views;
using ActiveResponse.Execution;
using ActiveResponse.State;

namespace ActiveResponse.AspNetCore.Events;

/// <summary>Writes the outcomes of an engine to the log of events.</summary>
/// <param name="events">The log.</param>
/// <param name="store">Where the effects are.</param>
/// <param name="clock">The clock.</param>
internal sealed class EngineEvents(EventLog events, IResponseStore store, TimeProvider clock) : IResponseObserver, IMissesOutcomes
{
    public EventLog Log => events;

    public ValueTask OnExecutedAsync(ExecutedAction action, CancellationToken cancellationToken)
    {
        events.Refusals.Add(action);
        events.Add(
            EventKinds.Outcome,
            _ => ValueTask.FromResult(JsonSerializer.SerializeToUtf8Bytes(ActionItems.Of(action), ViewJson.Default.ActionItem))
        );
        events.Add(EventKinds.Effect, token => EffectOfAsync(action, token));
        return ValueTask.CompletedTask;
    }

    public void Missed() => events.Add(EventKinds.Lost, JsonSerializer.SerializeToUtf8Bytes(new LostEvent(0), ViewJson.Default.LostEvent));

    // Looked up when it is read: by then it may have changed again, and newer is better.
    private async ValueTask<byte[]> EffectOfAsync(ExecutedAction action, CancellationToken cancellationToken)
    {
        var key = action.Order.Key;
        var effect = await store.FindAsync(key, cancellationToken).ConfigureAwait(false);
        return JsonSerializer.SerializeToUtf8Bytes(
            new EffectEvent(EffectIds.Of(key), effect is null ? null : EffectItems.Of(effect, clock.GetUtcNow())),
            ViewJson.Default.EffectEvent
        );
    }
}
