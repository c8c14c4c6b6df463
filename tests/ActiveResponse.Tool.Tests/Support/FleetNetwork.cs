using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace ActiveResponse.Tool.Tests.Support;

/// <summary>A hub with a fleet's server and issuer, and agents, each in a network namespace of its own with a packet filter.</summary>
internal sealed class FleetNetwork : IDisposable
{
    private const string Server = "tls://10.77.0.1:4222";

    // Connects from an address to a closed port: what is let through is refused at once, and what is dropped is not answered.
    private const string Probe =
        "import socket,sys\ns=socket.socket()\ns.bind((sys.argv[1],0))\ns.settimeout(1.5)\ntry:\n s.connect((sys.argv[2],9))\n"
        + "except ConnectionRefusedError:\n sys.exit(0)\nexcept OSError:\n sys.exit(1)\n";

    private readonly Folder _folder = new();
    private readonly List<ToolProcess> _processes = [];
    private readonly NetworkNamespace _hub = new();
    private readonly List<NetworkNamespace> _agents = [];
    private string[] _options = [];

    /// <param name="attackers">Addresses of the hub that packets come from.</param>
    public FleetNetwork(params string[] attackers)
    {
        _hub.Ip("link", "set", "lo", "up");
        _hub.Ip("link", "add", "br0", "type", "bridge");
        _hub.Ip("address", "add", "10.77.0.1/24", "dev", "br0");
        foreach (var attacker in attackers)
        {
            _hub.Ip("address", "add", $"{attacker}/32", "dev", "br0");
        }

        _hub.Ip("link", "set", "br0", "up");
        for (var i = 1; i <= 3; i++)
        {
            AddAgent(i);
        }
    }

    private string[] AsIssuer => ["--fleet", Server, "--credentials", _folder.File("fleet/issuer.json")];

    /// <summary>What the processes have said.</summary>
    public string Said => string.Join('\n', _processes.Select(static process => process.OutputText + process.ErrorText));

    /// <summary>The rules of the hub's packet filter.</summary>
    public string HubRules => _hub.Ruleset;

    /// <summary>Sets the fleet up, 003 with the label <c>web</c>, and starts server, issuer and agents.</summary>
    /// <param name="config">The configuration of all hosts.</param>
    /// <param name="options">More options of <c>run</c>.</param>
    public async Task StartAsync(string config, params string[] options)
    {
        await InHubAsync("fleet", "init", _folder.File("fleet"), "--host", "10.77.0.1", "--agent", "001", "--agent", "002");
        await InHubAsync("fleet", "enroll", "003", "--dir", _folder.File("fleet"), "--label", "web");
        _processes.Add(
            ToolProcess.StartProgram(
                _folder.File(""),
                null,
                "ip",
                "netns",
                "exec",
                _hub.Name,
                FleetServer.Program!,
                "-c",
                _folder.File("fleet/nats-server.conf")
            )
        );
        _options = options;
        _folder.Write("ossec.conf", config);
        _folder.Write("alerts.json", "");
        Start(_hub, "issuer", [.. AsIssuer, "--no-guard", "own-address", "--alerts", _folder.File("alerts.json"), "--from-start"]);
        for (var i = 1; i <= 3; i++)
        {
            StartAgent(i);
        }
    }

    /// <summary>Starts an agent, with what an earlier run of it has stored.</summary>
    public ToolProcess StartAgent(int number)
    {
        var id = $"00{number}";
        string[] labels = number == 3 ? ["--label", "web"] : [];
        return Start(_agents[number - 1], id, ["--fleet", Server, "--credentials", _folder.File($"fleet/agents/{id}.json"), .. labels]);
    }

    /// <summary>Cuts the cable of an agent, or mends it.</summary>
    public void Cable(int number, bool isUp) => _hub.Ip("link", "set", $"v{number}", isUp ? "up" : "down");

    public void Alert(string line) => File.AppendAllText(_folder.File("alerts.json"), line);

    /// <summary>Runs a fleet command of the issuer's.</summary>
    public Task<ToolProcess> FleetAsync(params string[] command) => InHubAsync(["fleet", .. command, .. AsIssuer]);

    /// <summary>Whether packets from an address reach an agent.</summary>
    public bool Reaches(string source, int number)
    {
        using var python = Process.Start(
            "ip",
            ["netns", "exec", _hub.Name, "python3", "-c", Probe, source, string.Create(CultureInfo.InvariantCulture, $"10.77.0.1{number}")]
        );
        python.WaitForExit();
        return python.ExitCode == 0;
    }

    /// <summary>The agents, by their numbers, that packets from an address don't reach.</summary>
    public string BlockedOn(string source) =>
        string.Concat(
            Enumerable
                .Range(1, 3)
                .Where(number => !Reaches(source, number))
                .Select(static number => number.ToString(CultureInfo.InvariantCulture))
        );

    /// <summary>Waits until the issuer knows all three agents.</summary>
    public async Task AgentsAsync()
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            using var agents = await FleetAsync("agents", "--json");
            if (agents.Output.Count == 3)
            {
                return;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromMinutes(3), agents.ErrorText + Said);
        }
    }

    /// <summary>The addresses that an agent's kernel has in its sets, and how long each stays; null for good.</summary>
    public Dictionary<string, TimeSpan?> InSetOf(int number)
    {
        using var json = JsonDocument.Parse(_agents[number - 1].RulesetJson);
        return json
            .RootElement.GetProperty("nftables")
            .EnumerateArray()
            .Where(static one => one.TryGetProperty("set", out var set) && set.TryGetProperty("elem", out _))
            .SelectMany(static one => one.GetProperty("set").GetProperty("elem").EnumerateArray())
            .Select(static element => element.ValueKind == JsonValueKind.Object ? element.GetProperty("elem") : element)
            .ToDictionary(
                static element => (element.ValueKind == JsonValueKind.Object ? element.GetProperty("val") : element).GetString()!,
                static element =>
                    element.ValueKind == JsonValueKind.Object && element.TryGetProperty("expires", out var left)
                        ? TimeSpan.FromSeconds(left.GetInt32())
                        : (TimeSpan?)null,
                StringComparer.Ordinal
            );
    }

    public void Dispose()
    {
        _processes.ForEach(static process => process.Dispose());
        _agents.ForEach(static agent => agent.Dispose());
        _hub.Dispose();
        _folder.Dispose();
    }

    private void AddAgent(int number)
    {
        var agent = new NetworkNamespace();
        _agents.Add(agent);
        _hub.Ip("link", "add", $"v{number}", "type", "veth", "peer", "name", "eth0", "netns", agent.Name);
        _hub.Ip("link", "set", $"v{number}", "master", "br0", "up");
        agent.Ip("link", "set", "lo", "up");
        agent.Ip("address", "add", $"10.77.0.1{number}/24", "dev", "eth0");
        agent.Ip("link", "set", "eth0", "up");
        agent.Ip("route", "add", "default", "via", "10.77.0.1");
    }

    private ToolProcess Start(NetworkNamespace space, string name, string[] options)
    {
        var process = ToolProcess.StartIn(
            space,
            [
                "run",
                "--config",
                _folder.File("ossec.conf"),
                "--firewall",
                "nftables",
                "--state",
                _folder.File($"{name}.db"),
                "--control",
                _folder.File($"{name}.sock"),
                .. _options,
                .. options,
            ]
        );
        _processes.Add(process);
        return process;
    }

    private async Task<ToolProcess> InHubAsync(params string[] arguments)
    {
        var tool = ToolProcess.StartIn(_hub, arguments);
        await tool.ExitAsync();
        return tool;
    }
}
