using System.Net.Sockets;
using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.WindowsRoute;

/// <summary>How addresses are routed to nowhere on Windows.</summary>
public sealed record WindowsRouteOptions
{
    /// <summary>The name that <c>&lt;executable&gt;</c> refers to. Not empty. Default: <c>windows-route</c>.</summary>
    public string Name { get; init; } = "windows-route";

    /// <summary>
    /// The gateway that packets to a blocked address go to: an IPv4 address where nothing takes them. Default: <c>0.0.0.0</c>, as in OSSEC:
    /// they are asked for on the link, where nobody answers.
    /// </summary>
    public string Gateway { get; init; } = "0.0.0.0";

    /// <summary>The metric of the routes, 1 to 9999; null (the default) leaves it to Windows.</summary>
    public int? Metric { get; init; }

    internal AddressPrefix Check()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Name);
        if (Metric is < 1 or > 9999)
        {
            throw new ArgumentOutOfRangeException(nameof(Metric), Metric, "1 to 9999.");
        }

        return
            AddressPrefix.TryParse(Gateway, out var gateway)
            && gateway.IsSingleAddress
            && gateway.Address.AddressFamily == AddressFamily.InterNetwork
            ? gateway
            : throw new ArgumentException($"The gateway must be an IPv4 address, and '{Gateway}' is none.", nameof(Gateway));
    }
}
