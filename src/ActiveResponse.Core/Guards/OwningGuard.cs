using ActiveResponse.Planning;

namespace ActiveResponse.Guards;

/// <summary>A guard with what it keeps up to date for itself alone.</summary>
internal sealed class OwningGuard(IResponseGuard guard, IDisposable owned) : IResponseGuard, IDisposable
{
    public string Name => guard.Name;

    public ValueTask<OrderRefusal?> CheckAsync(ResponseOrder order, GuardStage stage, CancellationToken cancellationToken) =>
        guard.CheckAsync(order, stage, cancellationToken);

    public void Dispose() => owned.Dispose();
}
