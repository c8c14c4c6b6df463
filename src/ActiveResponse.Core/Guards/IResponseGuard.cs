using ActiveResponse.Planning;

namespace ActiveResponse.Guards;

/// <summary>Check that may refuse an order. Guards run for applies only: a revert is never refused.</summary>
/// <remarks>A guard that throws refuses the order: safety checks fail closed.</remarks>
public interface IResponseGuard
{
    /// <summary>Name of the guard, shown as <c>refusedBy</c>.</summary>
    string Name { get; }

    /// <summary>Checks one order.</summary>
    /// <param name="order">The order.</param>
    /// <param name="stage">Before it leaves this host, or before it runs here.</param>
    /// <param name="cancellationToken">Cancels waiting, e.g. for name resolution.</param>
    /// <returns>Null to let it pass, else the refusal.</returns>
    ValueTask<OrderRefusal?> CheckAsync(ResponseOrder order, GuardStage stage, CancellationToken cancellationToken);
}
