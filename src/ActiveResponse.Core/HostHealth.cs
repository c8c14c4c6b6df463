using ActiveResponse.Diagnostics;

namespace ActiveResponse;

/// <summary>Asks a health source of the host's; one that throws or hangs becomes a finding of its own.</summary>
internal sealed class HostHealth(IHealthSource source, TimeProvider clock) : IHealthSource
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async ValueTask<IReadOnlyList<HealthFinding>> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            var asked = Task.Run(() => source.CheckAsync(cancellationToken).AsTask(), cancellationToken);
            return await asked.WaitAsync(Patience, clock, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return [new HealthFinding(SafeText.Of(source.GetType().Name), IsFine: false, SafeText.Of(e.Message, 400))];
        }
    }
}
