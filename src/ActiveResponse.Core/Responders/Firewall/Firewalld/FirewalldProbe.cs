namespace ActiveResponse.Responders.Firewall.Firewalld;

/// <summary>Looks whether firewalld runs, whether it talks to us, and whether it knows the zone.</summary>
internal sealed class FirewalldProbe(FirewalldProgram program)
{
    private const string Limits = "Connections that are open go on: firewalld lets established ones pass before it looks at zones.";

    /// <param name="zone">The zone that is to be there; null for the default zone.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async ValueTask<FirewallProbe> RunAsync(string? zone, CancellationToken cancellationToken)
    {
        try
        {
            // Unlike --state, it asks for something that has to be permitted.
            await program.RunAsync(zone is null ? ["--list-rich-rules"] : [$"--zone={zone}", "--list-rich-rules"], cancellationToken).ConfigureAwait(false);
            var version = await program.RunAsync(["--version"], cancellationToken).ConfigureAwait(false);
            return new FirewallProbe(IsUsable: true, $"firewalld {version.Trim()} runs. {Limits}");
        }
        catch (FirewalldException e)
        {
            return new FirewallProbe(IsUsable: false, e.Message);
        }
    }
}
