using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.SharedPlaces;

namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>Blocks with one rule per address, in a chain of our own that packets reach first.</summary>
internal sealed class IptablesBackend : IptablesFamiliesBackend
{
    private readonly IptablesProbe _probe;

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public IptablesBackend(IptablesOptions options, ICommandRunner runner, TimeProvider clock)
        : this(options, Families(options, runner, clock), clock) { }

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

    protected override ValueTask<string> CheckProgramsAsync(CancellationToken cancellationToken) => _probe.RunAsync(cancellationToken);

    private static IptablesFamily[] Families(IptablesOptions options, ICommandRunner runner, TimeProvider clock)
    {
        var memory = new FirewallMemory(clock);
        return [Family(isIPv6: false), Family(isIPv6: true)];

        IptablesFamily Family(bool isIPv6)
        {
            var program = new IptablesProgram(runner, options.Variant, options.Wait, isIPv6);
            var frame = new IptablesFrame(options.Place, isIPv6);
            return new IptablesFamily(frame, program, new IptablesDormancy(runner, options.Variant, program), memory, clock);
        }
    }
}
