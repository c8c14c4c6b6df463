using ActiveResponse.Diagnostics;
using ActiveResponse.Execution;
using ActiveResponse.Planning;
using ActiveResponse.Reconciliation;
using ActiveResponse.State;
using ActiveResponse.State.Compact;
using Microsoft.Extensions.Logging;

namespace ActiveResponse;

/// <summary>Reverts effects that the allow list covers now, or that cover an address this host now needs.</summary>
internal sealed class ProtectionWatch(
    HostProtection protection,
    IResponseStore store,
    EffectReverts reverts,
    ILogger<ActiveResponseEngine> logger
) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Checks all effects in the background, now and after each change.</summary>
    public void Start()
    {
        // The allow list or the host's own addresses may have changed while nothing ran. Begun before the start has ended, so that it
        // doesn't take the effects of a reload that follows at once.
        _ = RevertInBackgroundAsync();
        _ = FollowAsync();
    }

    /// <summary>Reverts what is covered, and waits for the outcomes.</summary>
    public async Task<IReadOnlyList<ExecutedAction>> RevertCoveredAsync(OrderNote note, CancellationToken cancellationToken)
    {
        var (allowed, needed) = (new List<EffectRecord>(), new List<EffectRecord>());
        var network = await protection.NetworkAsync(cancellationToken).ConfigureAwait(false);
        foreach (var effect in (await store.ListAsync(cancellationToken).ConfigureAwait(false)).Summaries())
        {
            if (await protection.AllowsAsync(effect, cancellationToken).ConfigureAwait(false))
            {
                allowed.Add(effect.Record);
            }
            else if (await protection.NeedsAsync(network, effect, cancellationToken).ConfigureAwait(false))
            {
                needed.Add(effect.Record);
            }
        }

        var outcomes = await Task.WhenAll(
                reverts.EndAsync(allowed, RevertReason.Allowed, cancellationToken, note),
                reverts.EndAsync(needed, RevertReason.Protected, cancellationToken)
            )
            .ConfigureAwait(false);
        return [.. outcomes.SelectMany(static some => some)];
    }

    public void Dispose()
    {
        _stop.Cancel();
        protection.StopWatching();
    }

    private async Task FollowAsync()
    {
        try
        {
            while (true)
            {
                await protection.Changes.WaitAsync(_stop.Token).ConfigureAwait(false);

                // Waiting for a hung responder would delay the next change.
                _ = RevertInBackgroundAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task RevertInBackgroundAsync()
    {
        try
        {
            _ = await RevertCoveredAsync(OrderNote.None, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            logger.AllowedNotLifted(e);
        }
    }
}
