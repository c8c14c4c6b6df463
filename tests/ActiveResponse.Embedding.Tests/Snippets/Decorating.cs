using System.Collections.Immutable;
using ActiveResponse.Alerts;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Dispatch;
using ActiveResponse.Matching;
using ActiveResponse.Planning;

/// <summary>Wraps two parts of a host that uses a container.</summary>
public static class Decorating
{
    public static void Compose(ActiveResponseBuilder builder, TextWriter audit) =>
        builder
            .Decorate<IOrderDispatcher>((inner, services) => new AuditedDispatcher(inner, audit))
            .Decorate<IRuleMatcher>((inner, services) => new OfficeHours(inner));

    private sealed class AuditedDispatcher(IOrderDispatcher inner, TextWriter audit) : IOrderDispatcher
    {
        public bool TakesOwnOrders => inner.TakesOwnOrders;

        public async ValueTask<DispatchResult> DispatchAsync(ResponseOrder order, CancellationToken cancellationToken)
        {
            var result = await inner.DispatchAsync(order, cancellationToken);
            await audit.WriteLineAsync($"{order.ResponseName} {order.Subject}: {result.Detail}");
            return result;
        }
    }

    // Fires by day only for alerts of level 12 and more: Refine sees the whole alert.
    private sealed class OfficeHours(IRuleMatcher inner) : IRuleMatcher
    {
        public ImmutableArray<MatchedResponse> Match(in AlertKey key) => inner.Match(key);

        public ImmutableArray<MatchVerdict> Explain(in AlertKey key) => inner.Explain(key);

        public ImmutableArray<MatchedResponse> Refine(Alert alert, ImmutableArray<MatchedResponse> matched) =>
            alert.Level < 12 && alert.Timestamp?.Hour is >= 8 and < 18 ? [] : inner.Refine(alert, matched);
    }
}
