using ActiveResponse.Configuration;
using ActiveResponse.Dispatch;
using ActiveResponse.Planning;

// A server whose agents are reached by a transport of one's own.
await using var stage = await Stage.SetAsync(
    (builder, _) =>
        builder
            .UseHost(new HostIdentity { Role = HostRole.Server })
            .UseConfig(Stage.Rules("firewall-drop", ResponseLocation.Local))
            .UseDispatcher(_ => new PigeonPost())
);
await stage.HandleAsync("203.0.113.9", agent: "007");
Console.WriteLine($"blocked here: {stage.Firewall.Entries.Count}");

/// <summary>Sends each order off with a pigeon.</summary>
internal sealed class PigeonPost : IOrderDispatcher
{
    public ValueTask<DispatchResult> DispatchAsync(ResponseOrder order, CancellationToken cancellationToken)
    {
        Console.WriteLine($"pigeon to {order.TargetAgent}: block {order.Subject}");
        return ValueTask.FromResult(DispatchResult.Of([new DispatchTarget(order.TargetAgent ?? "all", DispatchStatus.Queued)]));
    }
}
