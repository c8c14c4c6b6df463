using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using ActiveResponse.Crash.Tests.Support;
using ActiveResponse.Nats;
using Xunit.Sdk;

namespace ActiveResponse.Crash.Tests.Fleet;

/// <summary>A network with a NATS server and an issuer, and two agents in networks of their own, each with a packet filter.</summary>
internal sealed partial class FleetLab : IDisposable
{
    private static readonly string[] Agents = [FleetConfig.First, FleetConfig.Second];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("crash-fleet-");
    private readonly string _name = $"arfl{Guid.NewGuid().ToString("N")[..6]}";
    private Process? _broker;

    public string Folder => _folder.FullName;

    private static string? BrokerProgram =>
        new[] { "/usr/sbin", "/usr/local/bin", "/usr/bin" }
            .Select(static at => Path.Combine(at, "nats-server"))
            .FirstOrDefault(File.Exists);

    public static string AlertsIn(string folder) => Path.Combine(folder, "alerts.json");

    public static string LedgerIn(string folder) => Path.Combine(folder, "ledger");

    public static string NotesIn(string folder, string name) => Path.Combine(folder, $"notes-{name}");

    public static string CredentialsIn(string folder, string name) => Path.Combine(folder, $"{name}.json");

    /// <summary>The server as a member reaches it: agents over a cable each.</summary>
    public static string UrlFor(string name) => $"nats://10.77.{CableOf(name)}.1:4222";

    public static async Task<FleetLab> MakeAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Network namespaces take root on Linux.");
        var missing = new[] { "ip", "nft" }.FirstOrDefault(static program => !CrashLab.IsInstalled(program));
        Assert.SkipWhen(missing is not null, $"The program {missing} is needed (packages iproute2 and nftables).");
        Assert.SkipWhen(BrokerProgram is null, "nats-server is not here");
        var lab = new FleetLab();
        try
        {
            await lab.MakeNetworkAsync();
        }
        catch (InvalidOperationException e)
        {
            lab.Dispose();
            throw SkipException.ForSkip($"No network of namespaces can be made here: {e.Message}");
        }

        lab.WriteFiles();
        lab.StartBroker();
        return lab;
    }

    public AgentProcess Start(string name, string killPlan, int hoursAhead) =>
        new(SpaceOf(name), Program.FleetMember, Folder, name, killPlan, hoursAhead.ToString(CultureInfo.InvariantCulture));

    public void StartBroker() =>
        _broker = Process.Start(
            "ip",
            [
                "netns",
                "exec",
                SpaceOf(FleetConfig.Issuer),
                BrokerProgram!,
                "-c",
                Path.Combine(Folder, "server.conf"),
                "-l",
                Path.Combine(Folder, "server.log"),
            ]
        );

    /// <summary>SIGKILL, at once; ends when it is gone.</summary>
    public async Task KillBrokerAsync()
    {
        _broker!.Kill();
        await _broker.WaitForExitAsync();
        _broker.Dispose();
        _broker = null;
    }

    /// <summary>All that the server has stored is lost; while it isn't running.</summary>
    public void DeleteStore() => Directory.Delete(Path.Combine(Folder, "store"), recursive: true);

    /// <summary>How often each address is in the set of an agent's packet filter, read past the library.</summary>
    public async Task<Dictionary<string, int>> BlockedOnAsync(string name)
    {
        string[] list = ["netns", "exec", SpaceOf(name), "sh", "-c", "nft list table inet active_response 2>/dev/null || true"];
        var text = await CrashLab.RunAsync("ip", list);
        return Elements()
            .Matches(text)
            .SelectMany(static match => Address().Matches(match.Value))
            .CountBy(static match => match.Value)
            .ToDictionary();
    }

    /// <summary>The alerts that an agent has noted, in its order.</summary>
    public string[] NotesOf(string name) => File.Exists(NotesIn(Folder, name)) ? File.ReadAllLines(NotesIn(Folder, name)) : [];

    public void Dispose()
    {
        if (_broker is { } broker)
        {
            broker.Kill();
            broker.WaitForExit();
            broker.Dispose();
        }

        foreach (var space in Agents.Append(FleetConfig.Issuer).Select(SpaceOf).Where(static space => File.Exists("/run/netns/" + space)))
        {
            CrashLab.RunAsync("ip", "netns", "delete", space).GetAwaiter().GetResult();
        }

        _folder.Delete(recursive: true);
    }

    private static int CableOf(string name) => name == FleetConfig.Second ? 2 : 1;

    private string SpaceOf(string name) => $"{_name}{(name == FleetConfig.Issuer ? 0 : CableOf(name))}";

    private async Task MakeNetworkAsync()
    {
        var hub = SpaceOf(FleetConfig.Issuer);
        await CrashLab.RunAsync("ip", "netns", "add", hub);
        await CrashLab.RunAsync("ip", "-n", hub, "link", "set", "lo", "up");
        foreach (var agent in Agents)
        {
            var (space, cable) = (SpaceOf(agent), CableOf(agent));
            await CrashLab.RunAsync("ip", "netns", "add", space);
            await CrashLab.RunAsync("ip", "-n", hub, "link", "add", $"v{cable}", "type", "veth", "peer", "name", "eth0", "netns", space);
            await CrashLab.RunAsync("ip", "-n", hub, "address", "add", $"10.77.{cable}.1/24", "dev", $"v{cable}");
            await CrashLab.RunAsync("ip", "-n", hub, "link", "set", $"v{cable}", "up");
            await CrashLab.RunAsync("ip", "-n", space, "link", "set", "lo", "up");
            await CrashLab.RunAsync("ip", "-n", space, "address", "add", $"10.77.{cable}.2/24", "dev", "eth0");
            await CrashLab.RunAsync("ip", "-n", space, "link", "set", "eth0", "up");
        }
    }

    private void WriteFiles()
    {
        var (publicKey, seed) = FleetCredentials.CreateKey();
        foreach (var name in Agents.Append(FleetConfig.Issuer))
        {
            var isIssuer = name == FleetConfig.Issuer;
            var credentials = new FleetCredentials
            {
                Fleet = "main",
                AgentId = isIssuer ? null : name,
                Issuers = [publicKey],
                SigningSeed = isIssuer ? seed : null,
            };
            File.WriteAllText(CredentialsIn(Folder, name), credentials.ToJson());
        }

        File.WriteAllText(AlertsIn(Folder), "");
        File.WriteAllText(
            Path.Combine(Folder, "server.conf"),
            $$"""
            host: 0.0.0.0
            port: 4222
            jetstream { store_dir: "{{Path.Combine(Folder, "store")}}" }
            """
        );
    }

    [GeneratedRegex(@"elements = \{[^}]*\}")]
    private static partial Regex Elements();

    [GeneratedRegex(@"198\.51\.100\.\d+")]
    private static partial Regex Address();
}
