using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.SharedPlaces;
using static ActiveResponse.Responders.Firewall.FirewallCapabilities;

namespace ActiveResponse.Responders.Firewall.Npf;

/// <summary>Blocks with a table of npf that the administrator has set up. NetBSD.</summary>
internal sealed class NpfBackend : SharedPlaceBackend
{
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public NpfBackend(NpfOptions options, ICommandRunner runner, HostSystem system)
        : base(
            options.Name,
            $"npf:{options.Table}",
            IPv6 | Prefixes,
            HostSystems.WhyNot(system, "npf is the packet filter", HostSystem.NetBsd),
            new NpfTable(options.Table, new FirewallProgram(runner, "npfctl"))
        ) => options.Validate();
}
