namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>Checks whether iptables exists, which variant it is, whether it may change the packet filter, and whether the kernel supports
/// what we need.</summary>
internal sealed class IptablesProbe(IptablesFamily family4, IptablesFamily family6, IptablesVariant variant)
{
    /// <returns>A line for the operator.</returns>
    /// <exception cref="FirewallException">iptables can't be used.</exception>
    public async ValueTask<string> RunAsync(CancellationToken cancellationToken)
    {
        var ran = await family4.Program.VersionAsync(cancellationToken).ConfigureAwait(false);
        var version = family4.Program.Require(ran).OutputText;
        if (await IptablesCheck.WhyNotAsync(family4.Frame, family4.Program, cancellationToken).ConfigureAwait(false) is { } why)
        {
            throw new FirewallException(why);
        }

        var without6 = await IptablesCheck.WhyNotAsync(family6.Frame, family6.Program, cancellationToken).ConfigureAwait(false);
        return $"{version.Trim()}: chain {family4.Frame.Place.Chain} can be used."
            + (without6 is null ? "" : $" IPv6 can't be blocked: {without6}")
            + await OtherAsync(version, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<string> OtherAsync(string version, CancellationToken cancellationToken)
    {
        var used = variant == IptablesVariant.Default ? Detect(version) : variant;
        var other = family4.Program.OtherThan(used);
        var saved = await family4.Program.SaveAllAsync(other, cancellationToken).ConfigureAwait(false);
        return saved.IsSuccess && saved.OutputText.Contains("\n-A ", StringComparison.Ordinal)
            ? $" {other} has rules too, which this variant doesn't see; a packet must pass both."
            : "";
    }

    private static IptablesVariant Detect(string version) =>
        version.Contains("(nf_tables)", StringComparison.Ordinal) ? IptablesVariant.Nft : IptablesVariant.Legacy;
}
