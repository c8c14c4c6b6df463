using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Selection;
using ActiveResponse.Tool.Control;

namespace ActiveResponse.Tool.Doctor;

/// <summary>Probes every firewall of this host, and names the one that <c>--firewall auto</c> would use.</summary>
internal static class FirewallExam
{
    public static async Task RunAsync(ReplyWriter answer, CancellationToken cancellationToken)
    {
        string? chosen = null;
        var byNameOnly = FirewallDropOptions.ByNameOnly;
        foreach (var backend in FirewallBackends.OfThisHost(CommandRunner.Native(TimeProvider.System)))
        {
            var probe = await ProbeAsync(backend, cancellationToken);
            chosen ??= probe.IsUsable && !byNameOnly.Contains(backend.Name) ? backend.Name : null;
            await HealthReply.WriteAsync(
                answer,
                $"firewall {backend.Name}",
                isFine: true,
                probe.IsUsable ? $"usable: {probe.Reason}" : $"not usable: {probe.Reason}"
            );
        }

        await HealthReply.WriteAsync(
            answer,
            "--firewall auto",
            chosen is not null,
            chosen is null
                ? "no firewall can be used: install nftables, or do what the lines above say"
                : $"uses {chosen}, the first usable one"
        );
    }

    private static async Task<FirewallProbe> ProbeAsync(IFirewallBackend backend, CancellationToken cancellationToken)
    {
        var deadline = new FirewallDropOptions().ProbeDeadline;
        using var patience = new CancellationTokenSource(deadline, TimeProvider.System);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await backend.ProbeAsync(limit.Token).AsTask().WaitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new FirewallProbe(IsUsable: false, $"it didn't answer in {deadline.TotalSeconds:0} s");
        }
        finally
        {
            await ((backend as IAsyncDisposable)?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }
}
