using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace ActiveResponse.Nats.Tests.Support;

/// <summary>A real server on a free port, with a store of its own; killed when the test ends.</summary>
internal sealed class NatsServer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly string _folder = Directory.CreateTempSubdirectory("ar-nats-").FullName;
    private readonly string _more;
    private Process? _process;
    private int _port = -1;

    private readonly string? _domain;

    private NatsServer(string more, string? domain) => (_more, _domain) = (more, domain);

    public string Url => $"nats://127.0.0.1:{_port}";

    public static string? Program { get; } = Find();

    /// <summary>Starts a server; the test is skipped where there is no program for it.</summary>
    /// <param name="more">More lines of its configuration, e.g. users and their permissions.</param>
    /// <param name="domain">The domain of its JetStream; null for none.</param>
    public static async Task<NatsServer> StartAsync(string more = "", string? domain = null)
    {
        Assert.SkipWhen(Program is null, "nats-server is not here");
        var server = new NatsServer(more, domain);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts it on the same port, with the store that is there.</summary>
    public async Task StartAgainAsync()
    {
        var ports = Directory.CreateDirectory(Path.Combine(_folder, "ports")).FullName;
        foreach (var old in Directory.GetFiles(ports))
        {
            File.Delete(old);
        }

        var config = Path.Combine(_folder, "server.conf");
        await File.WriteAllTextAsync(
            config,
            $$"""
            host: 127.0.0.1
            port: {{_port}}
            ports_file_dir: "{{ports}}"
            jetstream { store_dir: "{{Path.Combine(_folder, "store")}}"{{(_domain is null ? "" : $", domain: {_domain}")}} }
            {{_more}}
            """
        );
        _process = Process.Start(
            new ProcessStartInfo(Program!, ["-c", config, "-l", Path.Combine(_folder, "log")]) { RedirectStandardError = true }
        )!;
        _port = await PortAsync(ports);
    }

    /// <summary>Ports for other servers to find it by; they must be known to all of them before the first one starts.</summary>
    public static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(static _ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(static listener => listener.Start());
        var ports = listeners.Select(static listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        listeners.ForEach(static listener => listener.Dispose());
        return ports;
    }

    /// <summary>SIGKILL, at once.</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>Deletes all that it has stored; while it isn't running.</summary>
    public void DeleteStore() => Directory.Delete(Path.Combine(_folder, "store"), recursive: true);

    /// <summary>Where it keeps what it has stored.</summary>
    public string Store => Path.Combine(_folder, "store");

    public void Dispose()
    {
        if (_process is { } process)
        {
            try
            {
                process.Kill();
                process.WaitForExit();
            }
            catch (InvalidOperationException)
            {
                // It was killed before.
            }

            process.Dispose();
        }

        // A cluster ends its servers, and the fleet on one of them ends that one, too.
        _process = null;
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static async Task<int> PortAsync(string folder)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            if (Directory.GetFiles(folder, "*.ports") is [var file] && await File.ReadAllTextAsync(file) is { Length: > 0 } text)
            {
                using var json = JsonDocument.Parse(text);
                return new Uri(json.RootElement.GetProperty("nats")[0].GetString()!).Port;
            }

            Assert.True(watch.Elapsed < Patience, "the server must come up");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, CancellationToken.None);
        }
    }

    private static string? Find() =>
        (Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin:/usr/local/bin")
            .Split(':')
            .Select(static folder => Path.Combine(folder, "nats-server"))
            .FirstOrDefault(File.Exists);
}
