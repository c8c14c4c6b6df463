using ActiveResponse.Guards;
using ActiveResponse.Planning;

namespace ActiveResponse.Nats.Rules;

/// <summary>Holds a host to the rules of its fleet.</summary>
/// <param name="rules">The rules as they are known now.</param>
internal sealed class FleetGuard(Func<FleetRules> rules) : IInlineGuard
{
    public string Name => "fleet-rules";

    public ValueTask<OrderRefusal?> CheckAsync(ResponseOrder order, GuardStage stage, CancellationToken cancellationToken) =>
        ValueTask.FromResult(rules().RefusalOf(order));
}
