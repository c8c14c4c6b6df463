using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.Iptables;
using ActiveResponse.Responders.Firewall.Nftables.Netlink;
using ActiveResponse.Responders.Firewall.SharedPlaces;

namespace ActiveResponse.Responders.Firewall.Ipset;

/// <summary>Blocks with two sets, one per family, that an iptables rule matches: a packet costs one lookup, however long the list. The
/// kernel ends each block.</summary>
internal sealed class IpsetBackend : IptablesFamiliesBackend, IDisposable
{
    private readonly IpsetProbe _probe;
    private readonly IpsetLink _link;
    private readonly RulesetGeneration? _ruleset;

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public IpsetBackend(IpsetOptions options, ICommandRunner runner, TimeProvider clock)
        : this(options, runner, clock, runner is CommandRunner ? NetlinkSocket.Open : null) { }

    /// <param name="options">The sets, the chain, the backend's name, and how packets are refused.</param>
    /// <param name="runner">Runs ipset and iptables.</param>
    /// <param name="clock">What "now" is.</param>
    /// <param name="open">Opens a socket in the network namespace that these programs see; null for none.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public IpsetBackend(IpsetOptions options, ICommandRunner runner, TimeProvider clock, NetlinkOpener? open)
        : this(options, new Parts(options, runner, clock, open), clock) { }

    private IpsetBackend(IpsetOptions options, Parts parts, TimeProvider clock)
        : base(
            options.Name,
            $"ipset:{options.Set4}/{options.Set6}",
            FirewallCapabilities.KernelExpiry,
            HostSystems.WhyNotLinux("ipset is a packet filter"),
            new FirewallLock(options.LockFile, options.Wait, clock, IptablesPlace.DefaultLockFile, isFair: true),
            parts.Families
        )
    {
        options.Validate();
        _probe = new IpsetProbe(parts.Program, parts.Families[0], parts.Families[1], parts.Link);
        (_link, _ruleset) = (parts.Link, parts.Ruleset);
    }

    public void Dispose()
    {
        _link.Dispose();
        _ruleset?.Dispose();
    }

    protected override ValueTask<string> CheckProgramsAsync(CancellationToken cancellationToken) => _probe.RunAsync(cancellationToken);

    protected override ResponderResult? Judge(FirewallChange change)
    {
        if (change.Address.Length != 0)
        {
            return null;
        }

        return change.Blocks
            ? ResponderResult.Refused($"{change.Address}: an ipset set can't hold the network of all addresses")
            : change.Absent;
    }

    /// <summary>What both families share, and the families.</summary>
    private sealed class Parts
    {
        public Parts(IpsetOptions options, ICommandRunner runner, TimeProvider clock, NetlinkOpener? open)
        {
            Program = new IpsetProgram(runner);
            Link = new IpsetLink(open, clock);
            Ruleset = open is null ? null : new RulesetGeneration(open);
            var memory = new FirewallMemory(clock);
            Families = [Family(options.Set4, isIPv6: false), Family(options.Set6, isIPv6: true)];

            IpsetFamily Family(string set, bool isIPv6)
            {
                var rules = new IptablesProgram(runner, options.Variant, options.Wait, isIPv6);
                var dormancy = new IptablesDormancy(runner, options.Variant, rules, open);
                var generation = new IptablesGeneration(dormancy, Ruleset);
                return new IpsetFamily(set, options.MaxElements, options.Place, Program, Link, rules, dormancy, generation, memory, clock);
            }
        }

        public IpsetProgram Program { get; }

        public IpsetLink Link { get; }

        public RulesetGeneration? Ruleset { get; }

        public IpsetFamily[] Families { get; }
    }
}
