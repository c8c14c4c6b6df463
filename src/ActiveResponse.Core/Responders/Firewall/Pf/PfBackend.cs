using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.SharedPlaces;
using static ActiveResponse.Responders.Firewall.FirewallCapabilities;

namespace ActiveResponse.Responders.Firewall.Pf;

/// <summary>Blocks with a table of pf that the administrator has set up. OpenBSD, FreeBSD, macOS.</summary>
internal sealed class PfBackend : SharedPlaceBackend
{
    private readonly PfFlows? _flows;

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public PfBackend(PfOptions options, ICommandRunner runner, HostSystem system)
        : base(
            options.Name,
            $"pf:{options.Table}",
            IPv6 | Prefixes | Batches | (options.EndFlows ? EndsLiveFlows : None),
            HostSystems.WhyNot(system, "pf is the packet filter", HostSystem.OpenBsd, HostSystem.FreeBsd, HostSystem.MacOs),
            new PfTable(options.Table, new FirewallProgram(runner, "pfctl"))
        )
    {
        options.Validate();
        _flows = options.EndFlows ? new PfFlows(new FirewallProgram(runner, "pfctl")) : null;
    }

    protected override async ValueTask ChangeAsync(FirewallBatch batch, CancellationToken cancellationToken)
    {
        var blocked = batch.Blocked;
        await base.ChangeAsync(batch, cancellationToken).ConfigureAwait(false);
        if (_flows is not null)
        {
            await _flows.EndAsync(batch, blocked, cancellationToken).ConfigureAwait(false);
        }
    }
}
