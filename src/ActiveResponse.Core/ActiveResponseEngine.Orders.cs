using ActiveResponse.Execution;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.State;
using ActiveResponse.State.Compact;

namespace ActiveResponse;

/// <content>Orders that other hosts have sent.</content>
public sealed partial class ActiveResponseEngine
{
    // Platforms may count whole seconds.
    private static readonly TimeSpan EndsOfPlatforms = TimeSpan.FromSeconds(5);

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

    internal async Task<ExecutedAction> ReceiveIncomingAsync(IncomingOrder incoming, CancellationToken cancellationToken)
    {
        ThrowIfNotStarted();
        var given = _binder.BindReceived(incoming);
        if (given.Refusal is null && Config.Disabled)
        {
            given = given with { Refusal = new OrderRefusal("disabled", "active response is switched off on this host") };
        }

        return await _pipeline.RunAsync(given, cancellationToken).ConfigureAwait(false);
    }

    internal async Task<IReadOnlyList<ExecutedAction>> ReceiveLiftAsync(
        ResponseOrder order,
        DateTimeOffset issued,
        CancellationToken cancellationToken
    )
    {
        ThrowIfNotStarted();
        var given = _binder.BindReceived(new IncomingOrder(order));
        if (given.Refusal is { By: "misaddressed" or "crafted-value" } refusal)
        {
            return [_graph.Executor.Report(given.Order, ActionOutcome.Refused, $"{refusal.By}: {refusal.Why}")];
        }

        var effects = new List<EffectRecord>();
        foreach (var lifted in new[] { given.Order, _pipeline.Fold(given) }.OfType<ResponseOrder>())
        {
            var known = await EffectsOfAsync(given with { Order = lifted }, cancellationToken).ConfigureAwait(false);
            effects.AddRange(known.Where(effect => effect.Key.Turn == lifted.Key && IsMeant(effect, order, issued)));
        }

        return await _graph
            .Endings.EndAsync(effects, RevertReason.Lifted, cancellationToken, given.Order.Origin.Note)
            .ConfigureAwait(false);
    }

    // What was found without a record, as a crash leaves it, was wanted at a time that nobody knows: its end tells whether it is newer.
    private bool IsMeant(EffectRecord effect, ResponseOrder lifted, DateTimeOffset issued) =>
        effect.Since <= issued
        || (
            effect.IsOnlyFound
            && (lifted.Timeout <= TimeSpan.Zero || effect.Until - _graph.Clock.GetUtcNow() <= lifted.Timeout + EndsOfPlatforms)
        );

    // What a script has named can only be found by looking through all.
    private async ValueTask<IEnumerable<EffectRecord>> EffectsOfAsync(GivenOrder given, CancellationToken cancellationToken) =>
        given.Responder?.Responder is INamingResponder
            ? (await _graph.Store.ListAsync(cancellationToken).ConfigureAwait(false))
                .Summaries()
                .Where(effect => effect.Responder == given.Order.Responder)
                .Select(static effect => effect.Record)
            : await _graph.Store.ListAsync(given.Order.Subject, cancellationToken).ConfigureAwait(false);
}
