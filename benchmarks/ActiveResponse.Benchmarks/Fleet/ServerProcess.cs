using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace ActiveResponse.Benchmarks.Fleet;

/// <summary>A real nats-server on a free port; killed when the run ends.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly HttpClient Http = new();

    private readonly string _folder;
    private Process? _process;
    private int _port = -1;
    private int _monitor = -1;

    private ServerProcess(string folder) => _folder = Directory.CreateDirectory(folder).FullName;

    public string Url => string.Create(CultureInfo.InvariantCulture, $"nats://127.0.0.1:{_port}");

    /// <summary>Resident memory, in bytes.</summary>
    public long Resident
    {
        get
        {
            _process!.Refresh();
            return _process.WorkingSet64;
        }
    }

    public static async Task<ServerProcess> StartAsync(string folder)
    {
        var server = new ServerProcess(folder);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts it on the same port, with the store that is there.</summary>
    public async Task StartAgainAsync()
    {
        var ports = Path.Combine(_folder, "ports");
        if (Directory.Exists(ports))
        {
            Directory.Delete(ports, recursive: true);
        }

        Directory.CreateDirectory(ports);
        var config = Path.Combine(_folder, "server.conf");
        await File.WriteAllTextAsync(
            config,
            string.Create(
                CultureInfo.InvariantCulture,
                $$"""
                host: 127.0.0.1
                port: {{_port}}
                http: "127.0.0.1:{{_monitor}}"
                ports_file_dir: "{{ports}}"
                jetstream { store_dir: "{{Path.Combine(_folder, "store")}}" }
                """
            )
        );
        _process = Process.Start(new ProcessStartInfo("nats-server", ["-c", config, "-l", Path.Combine(_folder, "log")]))!;
        var watch = Stopwatch.StartNew();
        while (true)
        {
            if (Directory.GetFiles(ports, "*.ports") is [var file] && await File.ReadAllTextAsync(file) is { Length: > 0 } text)
            {
                using var json = JsonDocument.Parse(text);
                _port = PortOf(json.RootElement.GetProperty("nats"));
                _monitor = PortOf(json.RootElement.GetProperty("monitoring"));
                return;
            }

            if (watch.Elapsed > Patience || _process.HasExited)
            {
                throw new InvalidOperationException($"nats-server doesn't start; see {_folder}/log");
            }

            await Task.Delay(5);
        }
    }

    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    /// <summary>What has gone through it since it started.</summary>
    public async Task<Traffic> TrafficAsync()
    {
        using var json = JsonDocument.Parse(
            await Http.GetStringAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_monitor}/varz")))
        );
        long Of(string name) => json.RootElement.GetProperty(name).GetInt64();
        return new Traffic(Of("in_msgs"), Of("in_bytes"), Of("out_msgs"), Of("out_bytes"));
    }

    public void Dispose()
    {
        if (_process is not null)
        {
            Kill();
        }
    }

    private static int PortOf(JsonElement addresses) => new Uri(addresses[0].GetString()!).Port;
}

/// <summary>Messages and their bytes, to a server and from it.</summary>
internal readonly record struct Traffic(long InMessages, long InBytes, long OutMessages, long OutBytes)
{
    public static Traffic operator -(Traffic one, Traffic other) =>
        new(
            one.InMessages - other.InMessages,
            one.InBytes - other.InBytes,
            one.OutMessages - other.OutMessages,
            one.OutBytes - other.OutBytes
        );
}
