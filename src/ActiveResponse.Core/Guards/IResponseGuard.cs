using ActiveResponse.Planning;

namespace ActiveResponse.Guards;

/// <summary>May refuse an order. Guards are asked for applies only: taking an effect back is never refused.</summary>
/// <remarks>A guard that throws refuses the order: safety checks fail closed.</remarks>
public interface IResponseGuard
{
    /// <summary>The guard's name, shown as <c>refusedBy</c>.</summary>
    string Name { get; }

    /// <summary>Looks at one order.</summary>
    /// <param name="order">The order.</param>
    /// <param name="stage">Before it leaves this host, or before it runs here.</param>
    /// <param name="cancellationToken">Ends waiting, e.g. for a name to be resolved.</param>
    /// <returns>Null to let it pass, else the refusal.</returns>
    ValueTask<OrderRefusal?> CheckAsync(ResponseOrder order, GuardStage stage, CancellationToken cancellationToken);
}
