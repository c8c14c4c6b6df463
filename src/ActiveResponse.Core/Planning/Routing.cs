using System.Collections.Immutable;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;

namespace ActiveResponse.Planning;

/// <summary>One destination of a response.</summary>
/// <param name="Location">The location.</param>
/// <param name="TargetAgent">The agent, by id or else by name, or null.</param>
/// <param name="RunsHere">Whether this host carries it out.</param>
/// <param name="RunsElsewhere">Whether other hosts do.</param>
internal readonly record struct Route(ResponseLocation Location, string? TargetAgent, bool RunsHere, bool RunsElsewhere);

/// <summary>Decides where a response runs, from its locations, the alert's agent and this host's role.</summary>
/// <remarks>
/// Follows analysisd and remoted: <c>server</c> wins over everything (<c>server,all</c> never reaches an agent), an event of the server's
/// own makes <c>local</c> run on the server, and among forwarded ones <c>all</c> wins over <c>local</c> and <c>local</c> over
/// <c>defined-agent</c>. A response for this host and for others becomes two routes, so that each is checked, refused and reported
/// separately.
/// </remarks>
internal static class Routing
{
    public static ImmutableArray<Route> Route(ResponseDefinition response, Alert alert, HostIdentity host) =>
        host.Role switch
        {
            _ when response.Locations == ResponseLocation.None => [],
            HostRole.Standalone => Standalone(response, host),
            HostRole.Server => Server(response, alert, host),
            _ => Agent(response, alert, host),
        };

    /// <summary>Whether any alert could make the response run on this host.</summary>
    public static bool MayRunHere(ResponseDefinition response, HostIdentity host)
    {
        var locations = response.Locations;
        const ResponseLocation HereAsServer = ResponseLocation.Server | ResponseLocation.Local;
        const ResponseLocation HereAsAgent = ResponseLocation.All | ResponseLocation.Local;
        var runsByRole = host.Role switch
        {
            HostRole.Server => (locations & HereAsServer) != 0,
            HostRole.Agent => (locations & HereAsAgent) != 0,
            _ => (locations & (HereAsServer | HereAsAgent)) != 0,
        };
        return runsByRole || (locations.HasFlag(ResponseLocation.DefinedAgent) && IsOwn(response, host));
    }

    /// <summary>Whether an order from another host is for this one. A host that doesn't know its own name accepts every order.</summary>
    public static bool IsMeantFor(ResponseOrder order, HostIdentity host) =>
        order.Location switch
        {
            ResponseLocation.Server => host.Role != HostRole.Agent,
            ResponseLocation.All => host.Role != HostRole.Server,
            _ => order.TargetAgent is null
                || host is { Role: not HostRole.Server, AgentId: null, AgentName: null }
                || host.IsMeantBy(order.TargetAgent),
        };

    // A single host has every role; only an order for another named agent isn't for it.
    private static ImmutableArray<Route> Standalone(ResponseDefinition response, HostIdentity host)
    {
        var locations = response.Locations;
        foreach (var location in (ReadOnlySpan<ResponseLocation>)[ResponseLocation.Server, ResponseLocation.Local, ResponseLocation.All])
        {
            if (locations.HasFlag(location))
            {
                return [new Route(location, null, RunsHere: true, RunsElsewhere: false)];
            }
        }

        return locations.HasFlag(ResponseLocation.DefinedAgent) ? Defined(response, host) : [];
    }

    private static ImmutableArray<Route> Server(ResponseDefinition response, Alert alert, HostIdentity host)
    {
        var locations = response.Locations;
        if (locations.HasFlag(ResponseLocation.Server))
        {
            return [new Route(ResponseLocation.Server, null, RunsHere: true, RunsElsewhere: false)];
        }

        if (locations.HasFlag(ResponseLocation.Local) && AlertOrigin.IsServersOwn(alert))
        {
            return [new Route(ResponseLocation.Local, null, RunsHere: true, RunsElsewhere: false)];
        }

        if (locations.HasFlag(ResponseLocation.All))
        {
            return [new Route(ResponseLocation.All, null, RunsHere: false, RunsElsewhere: true)];
        }

        return locations.HasFlag(ResponseLocation.Local)
            ? [new Route(ResponseLocation.Local, alert.AgentId ?? alert.AgentName, RunsHere: false, RunsElsewhere: true)]
            : Defined(response, host);
    }

    private static ImmutableArray<Route> Agent(ResponseDefinition response, Alert alert, HostIdentity host)
    {
        var locations = response.Locations;
        if (locations.HasFlag(ResponseLocation.Server))
        {
            return [new Route(ResponseLocation.Server, null, RunsHere: false, RunsElsewhere: true)];
        }

        if (locations.HasFlag(ResponseLocation.All))
        {
            return
            [
                new Route(ResponseLocation.All, null, RunsHere: true, RunsElsewhere: false),
                new Route(ResponseLocation.All, null, RunsHere: false, RunsElsewhere: true),
            ];
        }

        if (locations.HasFlag(ResponseLocation.Local))
        {
            var own = AlertOrigin.IsAbout(alert, host);
            return [new Route(ResponseLocation.Local, own ? null : alert.AgentId ?? alert.AgentName, own, !own)];
        }

        return locations.HasFlag(ResponseLocation.DefinedAgent) ? Defined(response, host) : [];
    }

    private static ImmutableArray<Route> Defined(ResponseDefinition response, HostIdentity host)
    {
        var own = IsOwn(response, host);
        var here = new Route(ResponseLocation.DefinedAgent, response.AgentId, RunsHere: true, RunsElsewhere: false);
        var elsewhere = here with { RunsHere = false, RunsElsewhere = true };

        // A label may mean this agent and others; an id or a name means one host.
        if (!own)
        {
            return [elsewhere];
        }

        if (HostIdentity.LabelOf(response.AgentId) is null || host.Role == HostRole.Standalone)
        {
            return [here];
        }

        return [here, elsewhere];
    }

    // Only agents have labels and names; the server is 000.
    private static bool IsOwn(ResponseDefinition response, HostIdentity host) =>
        host.Role == HostRole.Server ? host.HasAgentId(response.AgentId) : host.IsMeantBy(response.AgentId);
}
