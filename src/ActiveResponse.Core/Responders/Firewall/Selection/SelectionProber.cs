using System.Collections.Immutable;
using ActiveResponse.Isolation;

namespace ActiveResponse.Responders.Firewall.Selection;

/// <summary>Probes firewalls: those of one request at the same time, one request after the other.</summary>
internal sealed class SelectionProber(
    ImmutableArray<SelectionCandidate> candidates,
    FirewallDropOptions options,
    TimeProvider clock,
    SelectionLog log,
    PlaceKeeper? keeper
)
{
    private readonly SemaphoreSlim _probing = new(1);

    /// <summary>Probes those whose last probe is no longer trusted.</summary>
    public async ValueTask ProbeAsync(Func<SelectionCandidate, bool> which, CancellationToken cancellationToken)
    {
        if (candidates.All(candidate => !which(candidate) || IsFresh(candidate)))
        {
            return;
        }

        await _probing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await Task.WhenAll(
                    candidates
                        .Where(candidate => which(candidate) && !IsFresh(candidate))
                        .Select(candidate => ProbeAsync(candidate, cancellationToken))
                )
                .ConfigureAwait(false);
            log.Log(candidates);
        }
        finally
        {
            _probing.Release();
        }
    }

    // A working firewall is trusted until it fails.
    private bool IsFresh(SelectionCandidate candidate) =>
        candidate.ProbedAt is { } at && (candidate.IsUsable || clock.GetElapsedTime(at) < options.ProbeAgainAfter);

    private async Task ProbeAsync(SelectionCandidate candidate, CancellationToken cancellationToken)
    {
        var (probe, responds) = await AskAsync(candidate.Backend, cancellationToken).ConfigureAwait(false);
        candidate.Take(probe, responds, clock.GetTimestamp());
    }

    private async Task<(FirewallProbe Probe, bool Responds)> AskAsync(IFirewallBackend backend, CancellationToken cancellationToken)
    {
        try
        {
            var probe = await BoundedCall
                .CallAsync(backend.ProbeAsync, options.ProbeDeadline, clock, cancellationToken)
                .ConfigureAwait(false);
            return (probe.IsUsable && keeper?.WhyNot(backend) is { } other ? Unusable(other) : probe, true);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return (Unusable(e.Message), e is not TimeoutException);
        }
    }

    private static FirewallProbe Unusable(string reason) => new(IsUsable: false, reason);
}
