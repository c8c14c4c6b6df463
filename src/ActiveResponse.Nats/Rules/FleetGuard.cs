using ActiveResponse.Guards;
using ActiveResponse.Planning;

namespace ActiveResponse.Nats.Rules;

/// <summary>Enforces the fleet's rules on a host.</summary>
/// <param name="rules">Returns the current rules.</param>
internal sealed class FleetGuard(Func<FleetRules> rules) : IAllowingGuard
{
    public string Name => "fleet-rules";

    public ValueTask<OrderRefusal?> CheckAsync(ResponseOrder order, GuardStage stage, CancellationToken cancellationToken) =>
        ValueTask.FromResult(rules().RefusalOf(order));

    public bool Allows(Subject subject) => rules().AllowedBy(subject) is not null;
}
