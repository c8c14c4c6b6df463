using ActiveResponse.Execution;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.State;
using ActiveResponse.State.Compact;

namespace ActiveResponse;

/// <content>Orders that other hosts have sent.</content>
public sealed partial class ActiveResponseEngine
{
    /// <summary>Takes in orders of other hosts from a source with positions of its own. For transports.</summary>
    /// <param name="name">The name its position is stored under: one for each source, e.g. <c>nats:AR_main/all</c>, up to 1,000
    /// characters. It is no file path.</param>
    public OrderIntake OrdersFrom(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new OrderIntake(name, this, _graph.Positions);
    }

    /// <summary>The store, for transports that keep counts of their own beside the engine's.</summary>
    internal IResponseStore Store => _graph.Store;

    internal async Task<ExecutedAction> ReceiveOnTermsAsync(
        ResponseOrder order,
        OrderTerms? terms,
        IntakeMark? mark,
        CancellationToken cancellationToken
    )
    {
        ThrowIfNotStarted();
        var planned = _planner.PlanReceived(order);
        if (planned.Refusal is null && Config.Disabled)
        {
            planned = planned with { Refusal = new OrderRefusal("disabled", "active response is switched off on this host") };
        }

        return await _pipeline.RunAsync(planned, isReceived: true, terms, mark, cancellationToken).ConfigureAwait(false);
    }

    internal async Task<IReadOnlyList<ExecutedAction>> ReceiveLiftAsync(
        ResponseOrder order,
        DateTimeOffset issued,
        CancellationToken cancellationToken
    )
    {
        ThrowIfNotStarted();
        var planned = _planner.PlanReceived(order);
        if (planned.Refusal is { By: "misaddressed" or "crafted-value" } refusal)
        {
            return [_graph.Executor.Report(planned.Order, ActionOutcome.Refused, $"{refusal.By}: {refusal.Why}")];
        }

        var effects = new List<EffectRecord>();
        foreach (var lifted in new[] { planned.Order, _pipeline.Fold(planned.Order) }.OfType<ResponseOrder>())
        {
            var known = await EffectsOfAsync(lifted, cancellationToken).ConfigureAwait(false);
            effects.AddRange(known.Where(effect => effect.Key.Turn == lifted.Key && effect.Since <= issued));
        }

        return await _graph.Endings.EndAsync(effects, RevertReason.Lifted, cancellationToken).ConfigureAwait(false);
    }

    // What a script has named can only be found by looking through all.
    private async ValueTask<IEnumerable<EffectRecord>> EffectsOfAsync(ResponseOrder order, CancellationToken cancellationToken) =>
        Binding.Find(order) is INamingResponder
            ? (await _graph.Store.ListAsync(cancellationToken).ConfigureAwait(false))
                .Summaries()
                .Where(effect => effect.Responder == order.Responder)
                .Select(static effect => effect.Record)
            : await _graph.Store.ListAsync(order.Subject, cancellationToken).ConfigureAwait(false);
}
