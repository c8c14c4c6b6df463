using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.Iptables;
using ActiveResponse.Responders.Firewall.SharedPlaces;

namespace ActiveResponse.Responders.Firewall.Ipset;

/// <summary>Blocks with two sets, one per family, that an iptables rule matches: a packet costs one lookup, however long the list. The
/// kernel ends each block.</summary>
internal sealed class IpsetBackend : IptablesFamiliesBackend
{
    private readonly IpsetProbe _probe;

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public IpsetBackend(IpsetOptions options, ICommandRunner runner, TimeProvider clock)
        : this(options, new IpsetProgram(runner), Families(options, runner, clock), clock) { }

    private IpsetBackend(IpsetOptions options, IpsetProgram program, IpsetFamily[] families, TimeProvider clock)
        : base(
            options.Name,
            $"ipset:{options.Set4}/{options.Set6}",
            FirewallCapabilities.KernelExpiry,
            HostSystems.WhyNotLinux("ipset is a packet filter"),
            new FirewallLock(options.LockFile, options.Wait, clock, IptablesPlace.DefaultLockFile, isFair: true),
            families
        )
    {
        options.Validate();
        _probe = new IpsetProbe(program, families[0], families[1]);
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

    private static IpsetFamily[] Families(IpsetOptions options, ICommandRunner runner, TimeProvider clock)
    {
        var (program, memory) = (new IpsetProgram(runner), new FirewallMemory(clock));
        return [Family(options.Set4, isIPv6: false), Family(options.Set6, isIPv6: true)];

        IpsetFamily Family(string set, bool isIPv6)
        {
            var rules = new IptablesProgram(runner, options.Variant, options.Wait, isIPv6);
            var dormancy = new IptablesDormancy(runner, options.Variant, rules);
            return new IpsetFamily(set, options.MaxElements, options.Place, program, rules, dormancy, memory, clock);
        }
    }
}
