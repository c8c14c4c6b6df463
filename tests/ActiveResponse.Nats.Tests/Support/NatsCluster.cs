using System.Globalization;
using NATS.Client.Core;
using NATS.Client.JetStream;

namespace ActiveResponse.Nats.Tests.Support;

/// <summary>Three real servers that are one cluster.</summary>
internal sealed class NatsCluster : IDisposable
{
    private readonly Dictionary<string, NatsServer> _servers = new(StringComparer.Ordinal);

    private NatsCluster() { }

    /// <summary>The addresses of all.</summary>
    public string Url => string.Join(',', _servers.Values.Select(static server => server.Url));

    public NatsServer First => _servers.Values.First();

    public static async Task<NatsCluster> StartAsync()
    {
        Assert.SkipWhen(NatsServer.Program is null, "nats-server is not here");
        var ports = NatsServer.FreePorts(3);
        var routes = string.Join(", ", ports.Select(static port => Text($"\"nats://127.0.0.1:{port}\"")));
        var cluster = new NatsCluster();
        foreach (var port in ports)
        {
            var name = Text($"n{cluster._servers.Count + 1}");
            cluster._servers[name] = await NatsServer.StartAsync(
                Text(
                    $$"""
                    server_name: {{name}}
                    cluster { name: tests, listen: "127.0.0.1:{{port}}", routes: [{{routes}}] }
                    """
                )
            );
        }

        await cluster.WhenElectedAsync();
        return cluster;
    }

    /// <summary>The server that leads a stream; null while none does.</summary>
    public async Task<NatsServer?> LeaderAsync(string stream)
    {
        await using var nats = Connect();
        var info = (await new NatsJSContext(nats).GetStreamAsync(stream)).Info;
        return info.Cluster?.Leader is { } name ? _servers[name] : null;
    }

    public void Dispose()
    {
        foreach (var server in _servers.Values)
        {
            server.Dispose();
        }
    }

    // Until the servers have chosen one that places streams, each request is refused or goes unanswered.
    private Task WhenElectedAsync() =>
        Eventually.HoldsAsync(
            async () =>
            {
                try
                {
                    await using var nats = Connect();
                    await new NatsJSContext(nats).GetAccountInfoAsync();
                    await foreach (var _ in new NatsJSContext(nats).ListStreamNamesAsync())
                    {
                        break;
                    }

                    return true;
                }
                catch (Exception e) when (e is NatsException or OperationCanceledException)
                {
                    return false;
                }
            },
            "the cluster must come up"
        );

    private NatsConnection Connect() => new(NatsOpts.Default with { Url = Url, RequestTimeout = TimeSpan.FromSeconds(2) });

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
