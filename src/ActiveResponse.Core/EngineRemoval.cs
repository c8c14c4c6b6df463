using System.Collections.Immutable;
using ActiveResponse.Diagnostics;
using ActiveResponse.Execution;
using ActiveResponse.Isolation;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;

namespace ActiveResponse;

/// <summary>Reverts everything and leaves the host as it was found.</summary>
internal sealed class EngineRemoval(ResponderBinding binding, EffectLifts lifts, ResponseExecutor executor, TimeProvider clock)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    public async Task<UninstallReport> RunAsync(CancellationToken cancellationToken)
    {
        var lifted = await lifts.LiftAllAsync(OrderNote.None, cancellationToken).ConfigureAwait(false);
        await executor.WhenIdleAsync(cancellationToken).ConfigureAwait(false);
        var firewalls = ImmutableArray.CreateBuilder<HealthFinding>();
        var all = binding.Registered.OfType<IFirewallHost>().SelectMany(static host => host.Backends.Select(backend => (host, backend)));
        foreach (var (host, backend) in all.DistinctBy(static pair => pair.backend))
        {
            if (await UninstallAsync(host, backend, cancellationToken).ConfigureAwait(false) is { } finding)
            {
                firewalls.Add(finding);
            }
        }

        // What couldn't be reverted individually is gone by now, but its record remains.
        if (lifted.Any(static lift => !lift.IsLifted()))
        {
            var again = await lifts.LiftAllAsync(OrderNote.None, cancellationToken).ConfigureAwait(false);
            lifted = [.. lifted.Where(static lift => lift.IsLifted()), .. again];
        }

        return new UninstallReport([.. lifted], firewalls.ToImmutable());
    }

    /// <returns>The result; null if the firewall doesn't exist, so that nothing of ours can.</returns>
    private async Task<HealthFinding?> UninstallAsync(IFirewallHost host, IFirewallBackend backend, CancellationToken cancellationToken)
    {
        try
        {
            return await BoundedCall
                .CallAsync(token => UninstallNowAsync(host, backend, token), Deadline, clock, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return new HealthFinding(backend.Name, IsFine: false, SafeText.Of(e.Message, 400));
        }
    }

    private static async ValueTask<HealthFinding?> UninstallNowAsync(
        IFirewallHost host,
        IFirewallBackend backend,
        CancellationToken cancellationToken
    )
    {
        // One that can't take new blocks may still hold some, if it knows that without a probe.
        if (
            backend is not IVacantBackend { LiftsWhileUnusable: true }
            && !(await backend.ProbeAsync(cancellationToken).ConfigureAwait(false)).IsUsable
        )
        {
            return null;
        }

        if (host.WhyNotOurs(backend) is { } why)
        {
            return new HealthFinding(backend.Name, IsFine: false, why);
        }

        await backend.UninstallAsync(cancellationToken).ConfigureAwait(false);
        return new HealthFinding(backend.Name, IsFine: true, "as it was found");
    }
}
