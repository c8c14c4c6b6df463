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
    /// <param name="which">Those that are needed.</param>
    /// <param name="isAhead">Whether blocks will be listed next: then the place of one for new blocks is taken until that is done.</param>
    /// <param name="cancellationToken">Cancels the probes.</param>
    public async ValueTask ProbeAsync(Func<SelectionCandidate, bool> which, bool isAhead, CancellationToken cancellationToken)
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
                        .Select(candidate => ProbeAsync(candidate, isAhead, cancellationToken))
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

    private async Task ProbeAsync(SelectionCandidate candidate, bool isAhead, CancellationToken cancellationToken)
    {
        var (probe, responds, other) =
            isAhead && candidate.TakesNew && keeper is not null
                ? await AskBothAsync(candidate.Backend, keeper, cancellationToken).ConfigureAwait(false)
                : await AskInTurnAsync(candidate.Backend, cancellationToken).ConfigureAwait(false);
        var told = probe.IsUsable && other is not null ? Unusable(other) : probe;
        candidate.Take(told, responds, other is not null, clock.GetTimestamp());
    }

    private async Task<(FirewallProbe Probe, bool Responds, string? Other)> AskInTurnAsync(
        IFirewallBackend backend,
        CancellationToken cancellationToken
    )
    {
        var (probe, responds) = await AskAsync(backend, cancellationToken).ConfigureAwait(false);

        // Asking the keeper takes the place.
        return (probe, responds, MayHold(backend, probe) ? keeper?.WhyNot(backend) : null);
    }

    /// <summary>Asks firewall and keeper at the same time: each takes the kernel about 15 ms, and after a restart blocks wait for
    /// both.</summary>
    private async Task<(FirewallProbe Probe, bool Responds, string? Other)> AskBothAsync(
        IFirewallBackend backend,
        PlaceKeeper placeKeeper,
        CancellationToken cancellationToken
    )
    {
        var taking = Task.Run(() => placeKeeper.TakeUntilListed(backend), CancellationToken.None);
        var isNeeded = false;
        try
        {
            var (probe, responds) = await AskAsync(backend, cancellationToken).ConfigureAwait(false);
            isNeeded = MayHold(backend, probe);
            return (probe, responds, isNeeded ? await taking.ConfigureAwait(false) : null);
        }
        finally
        {
            _ = await taking.ConfigureAwait(false);
            if (!isNeeded)
            {
                placeKeeper.LetGo(backend);
            }
        }
    }

    private static bool MayHold(IFirewallBackend backend, FirewallProbe probe) =>
        probe.IsUsable || backend is IVacantBackend { LiftsWhileUnusable: true };

    private async Task<(FirewallProbe Probe, bool Responds)> AskAsync(IFirewallBackend backend, CancellationToken cancellationToken)
    {
        try
        {
            var probe = await BoundedCall
                .CallAsync(backend.ProbeAsync, options.ProbeDeadline, clock, cancellationToken)
                .ConfigureAwait(false);
            return (probe, true);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return (Unusable(e.Message), e is not TimeoutException);
        }
    }

    private static FirewallProbe Unusable(string reason) => new(IsUsable: false, reason);
}
