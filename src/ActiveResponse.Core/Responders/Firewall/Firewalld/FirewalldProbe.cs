using System.Net;
using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.Firewalld;

/// <summary>Checks whether firewalld runs, accepts our requests, and has the zone.</summary>
internal sealed class FirewalldProbe(FirewalldProgram program, IFirewalldTransport transport)
{
    // Too long for a set.
    private const string NoSet = "active-response-tries-whether-it-may-change-sets";

    private const string Limits = "Open connections go on: firewalld accepts established ones before it checks zones.";

    /// <param name="zone">The required zone; null for the default zone.</param>
    /// <param name="covers">Whether only that zone's packets are covered.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    /// <returns>A line for the operator.</returns>
    /// <exception cref="FirewallException">firewalld can't be used.</exception>
    public async ValueTask<string> RunAsync(string? zone, bool covers, CancellationToken cancellationToken)
    {
        // Unlike --state, this request needs permission.
        await program
            .RunAsync(zone is null ? ["--list-rich-rules"] : [$"--zone={zone}", "--list-rich-rules"], cancellationToken)
            .ConfigureAwait(false);
        if (!covers)
        {
            await TryChangeAsync(cancellationToken).ConfigureAwait(false);
        }

        var version = await program.RunAsync(["--version"], cancellationToken).ConfigureAwait(false);
        var uncovered = await UncoveredAsync(zone, covers, cancellationToken).ConfigureAwait(false);
        var how = await transport.DescribeAsync(cancellationToken).ConfigureAwait(false);
        return $"firewalld {version.Trim()} runs. {how} {Limits}{uncovered}";
    }

    /// <summary>Tries to change a set that there can't be: under lockdown firewalld refuses that before it looks for the set.</summary>
    private async ValueTask TryChangeAsync(CancellationToken cancellationToken) =>
        _ = await transport
            .ChangeEntriesAsync(
                new FirewalldPlace(NoSet, false),
                adds: false,
                [AddressPrefix.From(IPAddress.Loopback, 32)],
                [],
                cancellationToken
            )
            .ConfigureAwait(false);

    private async ValueTask<string> UncoveredAsync(string? zone, bool covers, CancellationToken cancellationToken)
    {
        if (!covers)
        {
            return "";
        }

        var covered = zone ?? (await program.RunAsync(["--get-default-zone"], cancellationToken).ConfigureAwait(false)).Trim();
        var others = new List<string>();
        foreach (
            var line in (await program.RunAsync(["--get-active-zones"], cancellationToken).ConfigureAwait(false)).Split(
                '\n',
                StringSplitOptions.RemoveEmptyEntries
            )
        )
        {
            if (!char.IsWhiteSpace(line[0]))
            {
                others.Add(line.Split(' ', 2)[0].Trim());
            }
            else if (
                others.Count > 0
                && others[^1] != covered
                && line.Trim() is var what
                && what.StartsWith("interfaces:", StringComparison.Ordinal)
            )
            {
                others[^1] += $" ({what["interfaces:".Length..].Trim()})";
            }
        }

        var uncovered = others.Where(static other => other.EndsWith(')')).ToList();
        return uncovered.Count == 0 ? "" : $" Blocks apply to the zone {covered} only, not to {string.Join(", ", uncovered)}.";
    }
}
