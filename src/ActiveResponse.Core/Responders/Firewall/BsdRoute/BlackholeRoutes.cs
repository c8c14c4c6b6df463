using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.SharedPlaces;

namespace ActiveResponse.Responders.Firewall.BsdRoute;

/// <summary>The blackhole routes in the routing table.</summary>
internal sealed class BlackholeRoutes(FirewallProgram route, FirewallProgram netstat) : ISharedPlace
{
    private const char Blackhole = 'B';

    public FirewallProgram Program => route;

    public int MostPerRun => 1;

    /// <summary>False: macOS's route exits with 0 whatever the kernel reports.</summary>
    public bool ExitCodeCounts => false;

    public async ValueTask<string> CheckAsync(CancellationToken cancellationToken)
    {
        var loopback = await route.RunAsync(cancellationToken, "-n", "get", "127.0.0.1").ConfigureAwait(false);
        if (!loopback.IsSuccess || !loopback.OutputText.Contains("interface:", StringComparison.Ordinal))
        {
            throw route.Error(loopback);
        }

        _ = await ReadAsync(cancellationToken).ConfigureAwait(false);
        return "null routes can be used: they stop packets to an address, but its own packets still arrive.";
    }

    public async ValueTask<HashSet<AddressPrefix>> ReadAsync(CancellationToken cancellationToken)
    {
        HashSet<AddressPrefix> entries = [];
        Read(await netstat.RequireListAsync(cancellationToken, "-rn", "-f", "inet").ConfigureAwait(false), entries);
        Read(await netstat.RequireListAsync(cancellationToken, "-rn", "-f", "inet6").ConfigureAwait(false), entries);
        return entries;
    }

    public string? Refuse(AddressPrefix address) => address.Length == 0 ? "a null route for everything would cut this host off" : null;

    public ValueTask<CommandResult> ChangeAsync(IReadOnlyList<AddressPrefix> addresses, bool blocks, CancellationToken cancellationToken)
    {
        var address = addresses[0];
        var kind = address.IsSingleAddress ? "-host" : "-net";
        var verb = blocks ? "add" : "delete";
        return address.IsIPv6
            ? route.RunAsync(cancellationToken, "-q", verb, "-inet6", kind, address.ToString(), "::1", "-blackhole")
            : route.RunAsync(cancellationToken, "-q", verb, kind, address.ToString(), "127.0.0.1", "-blackhole");
    }

    // Destination, gateway and flags are the first three columns on all systems.
    private static void Read(CommandResult listed, HashSet<AddressPrefix> entries)
    {
        foreach (var line in FirewallProgram.Lines(listed))
        {
            var columns = line.Split(' ', 4, StringSplitOptions.RemoveEmptyEntries);
            if (
                columns.Length >= 3
                && columns[2].Contains(Blackhole, StringComparison.Ordinal)
                && RouteDestination.TryParse(columns[0], out var address)
            )
            {
                entries.Add(address);
            }
        }
    }
}
