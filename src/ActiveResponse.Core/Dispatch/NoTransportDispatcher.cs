using ActiveResponse.Planning;

namespace ActiveResponse.Dispatch;

/// <summary>Dispatcher of a host without a transport: reports that nothing was sent.</summary>
public sealed class NoTransportDispatcher : IOrderDispatcher
{
    /// <inheritdoc/>
    public ValueTask<DispatchResult> DispatchAsync(ResponseOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        return ValueTask.FromResult(new DispatchResult(false, $"meant for {Describe(order)}, and no transport to other hosts is set up"));
    }

    private static string Describe(ResponseOrder order) =>
        order.Location switch
        {
            Configuration.ResponseLocation.Server => "the server",
            Configuration.ResponseLocation.All => "all agents",
            _ => order.TargetAgent is { } agent ? $"agent {agent}" : "another host",
        };
}
