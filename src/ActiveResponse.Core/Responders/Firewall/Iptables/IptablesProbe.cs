using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>Looks whether iptables is there, which of the two it is, whether it may change the packet filter, and whether the kernel knows
/// what we need.</summary>
internal sealed class IptablesProbe(IptablesFamily family4, IptablesFamily family6, IptablesVariant variant)
{
    public const string NotLinux = "iptables is the packet filter of Linux. Use that of this system.";

    public async ValueTask<FirewallProbe> RunAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            return new FirewallProbe(IsUsable: false, NotLinux);
        }

        var version = await family4.Program.VersionAsync(cancellationToken).ConfigureAwait(false);
        if (!version.IsSuccess)
        {
            return new FirewallProbe(IsUsable: false, family4.Program.Explain(version));
        }

        if (await IptablesCheck.WhyNotAsync(family4.Frame, family4.Program, cancellationToken).ConfigureAwait(false) is { } why)
        {
            return new FirewallProbe(IsUsable: false, why);
        }

        var without6 = await IptablesCheck.WhyNotAsync(family6.Frame, family6.Program, cancellationToken).ConfigureAwait(false);
        var other = await OtherAsync(version, cancellationToken).ConfigureAwait(false);
        return new FirewallProbe(
            IsUsable: true,
            $"{version.OutputText.Trim()}: chain {family4.Frame.Place.Chain} can be used.{(without6 is null ? "" : $" IPv6 can't be blocked: {without6}")}{other}"
        );
    }

    private async ValueTask<string> OtherAsync(CommandResult version, CancellationToken cancellationToken)
    {
        var used =
            variant != IptablesVariant.Default ? variant
            : version.OutputText.Contains("(nf_tables)", StringComparison.Ordinal) ? IptablesVariant.Nft
            : IptablesVariant.Legacy;
        var other = family4.Program.OtherThan(used);
        var saved = await family4.Program.SaveAllAsync(other, cancellationToken).ConfigureAwait(false);
        return saved.IsSuccess && saved.OutputText.Contains("\n-A ", StringComparison.Ordinal)
            ? $" {other} holds rules too, which this one doesn't see; a packet must pass both."
            : "";
    }
}
