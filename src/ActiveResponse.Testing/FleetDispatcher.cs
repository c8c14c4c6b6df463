using ActiveResponse.Dispatch;
using ActiveResponse.Planning;

namespace ActiveResponse.Testing;

/// <summary>One host's end of the fleet's transport.</summary>
internal sealed class FleetDispatcher(InProcessFleet fleet, FleetHost self) : IOrderDispatcher
{
    public ValueTask<DispatchResult> DispatchAsync(ResponseOrder order, CancellationToken cancellationToken) =>
        fleet.DispatchAsync(self, order, cancellationToken);
}
