using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>Looks whether iptables is there, which of the two it is, whether it may change the packet filter, and whether the kernel knows what we need.</summary>
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

        if (await WhyNotAsync(family4, cancellationToken).ConfigureAwait(false) is { } why)
        {
            return new FirewallProbe(IsUsable: false, why);
        }

        var without6 = await WhyNotAsync(family6, cancellationToken).ConfigureAwait(false);
        var other = await OtherAsync(version, cancellationToken).ConfigureAwait(false);
        return new FirewallProbe(
            IsUsable: true,
            $"{version.OutputText.Trim()}: chain {family4.Frame.Place.Chain} can be used.{(without6 is null ? "" : $" IPv6 can't be blocked: {without6}")}{other}");
    }

    private static async ValueTask<string?> WhyNotAsync(IptablesFamily family, CancellationToken cancellationToken)
    {
        var (program, frame) = (family.Program, family.Frame);
        try
        {
            var table = await program.ListAsync(cancellationToken).ConfigureAwait(false);
            if (frame.IsForeign(table))
            {
                return $"The chain {frame.Place.Chain} of {program.Name} is there and not ours. Set another name for ours.";
            }

            List<string> lines = table.Has(frame.Place.Chain) ? [] : [$":{frame.Place.Chain} - [0:0]"];
            var check = await program.CheckAsync(
                IptablesScript.Of([.. lines, .. frame.Arm(table), .. frame.Head.Select(rule => $"-A {frame.Place.Chain} {rule}")]), cancellationToken).ConfigureAwait(false);
            return check.IsSuccess ? null : program.Explain(check);
        }
        catch (IptablesException e)
        {
            return e.Message;
        }
    }

    private async ValueTask<string> OtherAsync(CommandResult version, CancellationToken cancellationToken)
    {
        var used = variant != IptablesVariant.Default ? variant
            : version.OutputText.Contains("(nf_tables)", StringComparison.Ordinal) ? IptablesVariant.Nft
            : IptablesVariant.Legacy;
        var other = family4.Program.OtherThan(used);
        var saved = await family4.Program.SaveAllAsync(other, cancellationToken).ConfigureAwait(false);
        return saved.IsSuccess && saved.OutputText.Contains("\n-A ", StringComparison.Ordinal)
            ? $" {other} holds rules too, which this one doesn't see; a packet must pass both."
            : "";
    }
}
