using ActiveResponse.Diagnostics;
using ActiveResponse.Isolation;

namespace ActiveResponse;

/// <summary>Asks a health source of the host's; one that throws or hangs becomes a finding of its own.</summary>
internal sealed class HostHealth(IHealthSource source, TimeProvider clock) : IHealthSource
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async ValueTask<IReadOnlyList<HealthFinding>> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await BoundedCall.CallAsync(source.CheckAsync, Patience, clock, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return [new HealthFinding(SafeText.Of(source.GetType().Name), IsFine: false, SafeText.Of(e.Message, 400))];
        }
    }
}
