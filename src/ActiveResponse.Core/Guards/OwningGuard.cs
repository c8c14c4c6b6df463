using ActiveResponse.Planning;

namespace ActiveResponse.Guards;

/// <summary>Guard that owns and disposes of a resource it depends on.</summary>
internal sealed class OwningGuard(IResponseGuard guard, IDisposable owned) : IResponseGuard, IDisposable
{
    public string Name => guard.Name;

    public ValueTask<OrderRefusal?> CheckAsync(ResponseOrder order, GuardStage stage, CancellationToken cancellationToken) =>
        guard.CheckAsync(order, stage, cancellationToken);

    public void Dispose() => owned.Dispose();
}
