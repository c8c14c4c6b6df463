namespace ActiveResponse.Responders.Firewall.NullRoute;

/// <summary>Looks whether ip is there and may change routes.</summary>
internal sealed class NullRouteProbe(NullRouteProgram program)
{
    public const string NotLinux = "Blackhole routes are made with ip of Linux. Use another firewall of this system.";

    private const string Limits = "Answers to a blocked address are stopped, and not what comes from it, unless rp_filter is on (IPv4).";

    public async ValueTask<FirewallProbe> RunAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            return new FirewallProbe(IsUsable: false, NotLinux);
        }

        var version = await program.VersionAsync(cancellationToken).ConfigureAwait(false);
        if (!version.IsSuccess)
        {
            return new FirewallProbe(IsUsable: false, NullRouteErrors.Explain(version));
        }

        // The kernel asks for the permission before it looks for the route, and nobody has one of ours to an address of the documentation.
        var attempt = await program.RunAsync([program.Free(Nobody)], cancellationToken).ConfigureAwait(false);
        return attempt.ErrorText.Contains("not permitted", StringComparison.Ordinal) || NullRouteErrors.IsHopeless(attempt)
            ? new FirewallProbe(IsUsable: false, NullRouteErrors.Explain(attempt))
            : new FirewallProbe(IsUsable: true, $"{version.OutputText.Trim()}. {Limits}");
    }

    private static Configuration.AddressPrefix Nobody => Configuration.AddressPrefix.From(System.Net.IPAddress.Parse("192.0.2.0"), 31);
}
