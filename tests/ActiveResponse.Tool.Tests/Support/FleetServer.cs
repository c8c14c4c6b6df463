using System.Net;
using System.Net.Sockets;
using ActiveResponse.Nats;
using ActiveResponse.Tests.Support;
using NATS.Client.Core;
using NATS.NKeys;

namespace ActiveResponse.Tool.Tests.Support;

/// <summary>A fleet that the tool has set up, on a real NATS server with the configuration that it wrote.</summary>
internal sealed class FleetServer : IDisposable
{
    private readonly Folder _folder = new();
    private readonly List<ToolProcess> _processes = [];
    private readonly int _port = FreePort();

    public static string? Program { get; } =
        (Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin:/usr/local/bin")
            .Split(':')
            .Select(static folder => Path.Combine(folder, "nats-server"))
            .FirstOrDefault(File.Exists);

    public string[] AsIssuer => ["--fleet", $"tls://localhost:{_port}", "--credentials", PathOf("fleet/issuer.json")];

    public string Dir => PathOf("fleet");

    /// <summary>Sets up a fleet with these agents and starts its server.</summary>
    public static async Task<FleetServer> StartAsync(params string[] agents)
    {
        Assert.SkipWhen(Program is null, "nats-server is not here");
        var server = new FleetServer();
        using var init = await ToolProcess.RunAsync([
            "fleet",
            "init",
            server.Dir,
            "--listen",
            $"127.0.0.1:{server._port}",
            .. agents.SelectMany(static id => new[] { "--agent", id }),
        ]);
        init.ExitCode.Should().Be(0, init.ErrorText);
        server.StartProcess();
        return server;
    }

    public string PathOf(string name) => _folder.File(name);

    public string Write(string name, string text) => _folder.Write(name, text);

    /// <summary>Starts the server.</summary>
    public void StartProcess() =>
        _processes.Add(ToolProcess.StartProgram(_folder.File(""), null, Program!, "-c", Path.Combine(Dir, "nats-server.conf")));

    /// <summary>Has the server read its configuration again.</summary>
    public async Task ReloadAsync()
    {
        using var signal = ToolProcess.StartProgram(
            _folder.File(""),
            null,
            Program!,
            "--signal",
            $"reload={Path.Combine(Dir, "nats-server.pid")}"
        );
        (await signal.ExitAsync()).Should().Be(0, signal.ErrorText);
    }

    /// <summary>Starts an agent that blocks in a file of its own.</summary>
    public ToolProcess StartAgent(string id, params string[] more) =>
        Start([
            "run",
            "--fleet",
            $"tls://localhost:{_port}",
            "--credentials",
            Path.Combine(Dir, "agents", $"{id}.json"),
            "--config",
            Write($"{id}.conf", Inputs.Config(600)),
            "--hosts-deny",
            PathOf($"deny-{id}"),
            "--state",
            PathOf($"{id}.db"),
            "--control",
            PathOf($"{id}.sock"),
            .. more,
        ]);

    /// <summary>Starts the issuer, which reads alerts and blocks nothing itself.</summary>
    public ToolProcess StartIssuer(string config, string alerts) =>
        Start([
            "run",
            .. AsIssuer,
            "--config",
            Write("issuer.conf", config),
            "--alerts",
            Write("alerts.json", alerts),
            "--from-start",
            "--state",
            PathOf("issuer.db"),
        ]);

    /// <summary>Runs a command of the issuer's to its end.</summary>
    public Task<ToolProcess> FleetAsync(params string[] command) => ToolProcess.RunAsync(["fleet", .. command, .. AsIssuer]);

    /// <summary>Waits until so many agents are there.</summary>
    public async Task AgentsAsync(int count)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            using var agents = await FleetAsync("agents", "--json");
            if (agents.Output.Count(static line => line.Contains("\"away\":false", StringComparison.Ordinal)) == count)
            {
                return;
            }

            Assert.True(
                TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromMinutes(3),
                $"the agents must report: {agents.OutputText}{agents.ErrorText}"
            );
        }
    }

    /// <summary>How a host with these credentials connects, past the library.</summary>
    public NatsOpts ConnectAs(FleetCredentials credentials)
    {
        using var pair = KeyPair.FromSeed(credentials.ConnectionSeed!);
        return NatsOpts.Default with
        {
            Url = AsIssuer[1],
            InboxPrefix = "_INBOX_main_issuer",
            AuthOpts = new NatsAuthOpts { NKey = pair.GetPublicKey(), Seed = credentials.ConnectionSeed },
            TlsOpts = new NatsTlsOpts { Mode = TlsMode.Require, CaFile = Write("ca.pem", credentials.CertificateAuthority!) },
        };
    }

    /// <summary>What an agent denies.</summary>
    public string DeniedBy(string id) => File.Exists(PathOf($"deny-{id}")) ? UnlockedFile.Text(PathOf($"deny-{id}")) : "";

    /// <summary>Waits for what servers and processes come to.</summary>
    public static async Task UntilAsync(Func<bool> condition, Func<string> state)
    {
        var end = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(end) < TimeSpan.FromMinutes(2), state());
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None);
        }
    }

    public void Dispose()
    {
        _processes.ForEach(static process => process.Dispose());
        _folder.Dispose();
    }

    private ToolProcess Start(string[] arguments)
    {
        var process = ToolProcess.Start(arguments);
        _processes.Add(process);
        return process;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
