using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.SharedPlaces;
using static ActiveResponse.Responders.Firewall.FirewallCapabilities;

namespace ActiveResponse.Responders.Firewall.Ipfw;

/// <summary>Blocks with a lookup table of ipfw and two rules at the head of the rule set. FreeBSD.</summary>
internal sealed class IpfwBackend : SharedPlaceBackend
{
    private readonly IpfwRules _rules;

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public IpfwBackend(IpfwOptions options, ICommandRunner runner, HostSystem system)
        : base(
            options.Name,
            $"ipfw:{options.Table}",
            IPv6 | Prefixes | Batches | EndsLiveFlows,
            HostSystems.WhyNot(system, "ipfw is a packet filter", HostSystem.FreeBsd),
            new IpfwTable(options.Table, new FirewallProgram(runner, "ipfw"), new FirewallProgram(runner, "sysctl"))
        )
    {
        options.Validate();
        _rules = new IpfwRules(options.Table, new FirewallProgram(runner, "ipfw"));
    }

    /// <summary>Removes the two rules if they are ours; entries can be anyone's and stay.</summary>
    protected override ValueTask RemoveAllAsync(CancellationToken cancellationToken) => _rules.RemoveAsync(cancellationToken);
}
