using System.Net;
using System.Security.Cryptography.X509Certificates;
using ActiveResponse.Nats;

namespace ActiveResponse.Tool.Dashboard;

/// <summary>The settings of <c>dashboard</c>.</summary>
internal sealed record DashboardSettings
{
    /// <summary>The path that everything is below.</summary>
    public const string Prefix = "/active-response";

    /// <summary>Where it listens.</summary>
    public required IPEndPoint Listen { get; init; }

    /// <summary>The agent's control socket.</summary>
    public required string Socket { get; init; }

    /// <summary>The token for scripts, or null.</summary>
    public string? Token { get; init; }

    /// <summary>The password of the sign-in page, or null.</summary>
    public string? Password { get; init; }

    /// <summary>The certificate for TLS; null for none.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>The certificates of the same file, which clients get too; null for none.</summary>
    public X509Certificate2Collection? Chain { get; init; }

    /// <summary>Whether nothing can be changed.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Whether figures are served for Prometheus.</summary>
    public bool ServesMetrics { get; init; }

    /// <summary>The fleet that is shown; null for none.</summary>
    public NatsFleetOptions? Fleet { get; init; }

    /// <summary>Who is on record for what is changed after a sign-in by link.</summary>
    public required string Owner { get; init; }

    public bool IsLoopback => IPAddress.IsLoopback(Listen.Address);

    /// <summary>Whether a request's host is this dashboard, and not a name that another site has pointed here.</summary>
    /// <param name="host">The host, without port.</param>
    public bool IsOwnHost(string host)
    {
        var bare = host.Trim('[', ']');
        if (IsLoopback && bare is "localhost" or "127.0.0.1" or "::1")
        {
            return true;
        }

        if (IPAddress.TryParse(bare, out var address))
        {
            // An address can't be pointed elsewhere.
            return !IsLoopback || address.Equals(Listen.Address);
        }

        return bare.Length > 0 && Certificate?.MatchesHostname(bare) == true;
    }
}
