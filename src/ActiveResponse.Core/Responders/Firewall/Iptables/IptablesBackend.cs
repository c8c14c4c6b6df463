using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.Nftables.Netlink;
using ActiveResponse.Responders.Firewall.SharedPlaces;

namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>Blocks with one rule per address, in a chain of our own that packets reach first.</summary>
internal sealed class IptablesBackend : IptablesFamiliesBackend, IDisposable
{
    private readonly IptablesProbe _probe;
    private readonly RulesetGeneration? _ruleset;

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public IptablesBackend(IptablesOptions options, ICommandRunner runner, TimeProvider clock)
        : this(options, runner, clock, runner is CommandRunner ? NetlinkSocket.Open : null) { }

    /// <param name="options">The chain, the backend's name, and how packets are refused.</param>
    /// <param name="runner">Runs iptables.</param>
    /// <param name="clock">What "now" is.</param>
    /// <param name="open">Opens a socket in the network namespace that iptables sees; null for none.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public IptablesBackend(IptablesOptions options, ICommandRunner runner, TimeProvider clock, NetlinkOpener? open)
        : this(options, runner, clock, open, open is null ? null : new RulesetGeneration(open)) { }

    private IptablesBackend(
        IptablesOptions options,
        ICommandRunner runner,
        TimeProvider clock,
        NetlinkOpener? open,
        RulesetGeneration? ruleset
    )
        : this(options, Families(options, runner, clock, open, ruleset), clock) => _ruleset = ruleset;

    private IptablesBackend(IptablesOptions options, IptablesFamily[] families, TimeProvider clock)
        : base(
            options.Name,
            options.Variant == IptablesVariant.Default ? $"iptables:{options.Chain}" : $"iptables:{options.Chain}/{options.Variant}",
            FirewallCapabilities.None,
            HostSystems.WhyNotLinux("iptables is the packet filter"),
            new FirewallLock(options.LockFile, options.Wait, clock, IptablesPlace.DefaultLockFile, isFair: true),
            families
        )
    {
        options.Validate();
        _probe = new IptablesProbe(families[0], families[1], options.Variant);
    }

    public void Dispose() => _ruleset?.Dispose();

    protected override ValueTask<string> CheckProgramsAsync(CancellationToken cancellationToken) => _probe.RunAsync(cancellationToken);

    private static IptablesFamily[] Families(
        IptablesOptions options,
        ICommandRunner runner,
        TimeProvider clock,
        NetlinkOpener? open,
        RulesetGeneration? ruleset
    )
    {
        var memory = new FirewallMemory(clock);
        var known = new IptablesKnown();
        return [Family(isIPv6: false), Family(isIPv6: true)];

        IptablesFamily Family(bool isIPv6)
        {
            var program = new IptablesProgram(runner, options.Variant, options.Wait, isIPv6);
            var frame = new IptablesFrame(options.Place, isIPv6);
            var dormancy = new IptablesDormancy(runner, options.Variant, program, open);
            return new IptablesFamily(frame, program, dormancy, new IptablesGeneration(dormancy, ruleset), known, memory, clock);
        }
    }
}
