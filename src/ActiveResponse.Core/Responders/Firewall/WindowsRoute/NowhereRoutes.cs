using System.Globalization;
using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.SharedPlaces;

namespace ActiveResponse.Responders.Firewall.WindowsRoute;

/// <summary>Windows routes to single addresses through a gateway that accepts no packets, whoever made them.</summary>
internal sealed class NowhereRoutes(FirewallProgram route, AddressPrefix gateway, int? metric) : ISharedPlace
{
    private const string HostMask = "255.255.255.255";
    private const string Limits = "It stops replies but lets packets in; prefer the Windows firewall.";

    public FirewallProgram Program => route;

    public int MostPerRun => 1;

    /// <summary>False: exit codes differ between versions of Windows.</summary>
    public bool ExitCodeCounts => false;

    public async ValueTask<string> CheckAsync(CancellationToken cancellationToken)
    {
        var routes = await ReadAsync(cancellationToken).ConfigureAwait(false);
        return $"route lists the table; {routes.Count} addresses go to {gateway}. {Limits}";
    }

    public async ValueTask<HashSet<AddressPrefix>> ReadAsync(CancellationToken cancellationToken)
    {
        var listed = await route.RequireListAsync(cancellationToken, "PRINT", "-4").ConfigureAwait(false);
        return [.. WindowsRouteListing.Parse(listed.OutputText, gateway)];
    }

    // Without the gateway, DELETE would delete every route to the address.
    public ValueTask<CommandResult> ChangeAsync(IReadOnlyList<AddressPrefix> addresses, bool blocks, CancellationToken cancellationToken)
    {
        string[] arguments = [blocks ? "ADD" : "DELETE", addresses[0].ToString(), "MASK", HostMask, gateway.ToString()];
        return blocks && metric is { } value
            ? route.RunAsync(cancellationToken, [.. arguments, "METRIC", value.ToString(CultureInfo.InvariantCulture)])
            : route.RunAsync(cancellationToken, arguments);
    }
}
