using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.SharedPlaces;
using static ActiveResponse.Responders.Firewall.FirewallCapabilities;

namespace ActiveResponse.Responders.Firewall.Ipfilter;

/// <summary>Blocks with rules at the head of IP Filter's lists, as OSSEC does. FreeBSD, NetBSD, Solaris.</summary>
internal sealed class IpfilterBackend : SharedPlaceBackend
{
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public IpfilterBackend(IpfilterOptions options, ICommandRunner runner, HostSystem system)
        : base(
            options.Name,
            "ipfilter",
            Prefixes | Batches | (options.IPv6 ? IPv6 : None),
            HostSystems.WhyNot(system, "IP Filter is a packet filter", HostSystem.FreeBsd, HostSystem.NetBsd, HostSystem.Solaris),
            new IpfilterRules(options.IPv6, new FirewallProgram(runner, "ipf"), new FirewallProgram(runner, "ipfstat"))
        ) => options.Validate();
}
