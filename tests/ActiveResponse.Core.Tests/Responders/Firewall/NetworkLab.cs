using ActiveResponse.Processes;
using Xunit.Sdk;

namespace ActiveResponse.Tests.Responders.Firewall;

/// <summary>Network namespaces with names of their own, wired as a test wants them; deleted when it ends, however it ends.</summary>
internal sealed class NetworkLab : IDisposable
{
    public const string Client4 = "203.0.113.9";
    public const string Client6 = "2001:db8:1::9";

    private readonly string _prefix = $"ar{Guid.NewGuid().ToString("N")[..8]}";
    private readonly List<NetworkNamespace> _namespaces = [];

    /// <summary>Where the firewall under test stands.</summary>
    public NetworkNamespace Firewall => _namespaces[0];

    public NetworkNamespace Client => _namespaces[1];

    /// <summary>What the client connects to: the firewall's own host, or the one behind it.</summary>
    public NetworkNamespace Server => _namespaces[^1] == Client ? Firewall : _namespaces[^1];

    public string ServerAddress(bool ipv6) =>
        (ipv6, Server == Firewall) switch
        {
            (false, true) => "203.0.113.1",
            (true, true) => "2001:db8:1::1",
            (false, false) => "198.51.100.9",
            (true, false) => "2001:db8:2::9",
        };

    /// <summary>One namespace with a packet filter.</summary>
    public static Task<NetworkLab> SingleAsync() => MakeAsync(static lab => lab.AddAsync("fw"));

    /// <summary>A client, and a server with a packet filter.</summary>
    public static Task<NetworkLab> PairAsync() =>
        MakeAsync(static async lab =>
        {
            await lab.AddAsync("fw");
            await lab.AddAsync("cl");
            await lab.WireAsync(lab.Client, "net0", [Client4 + "/24", Client6 + "/64"], "lan0", ["203.0.113.1/24", "2001:db8:1::1/64"]);
        });

    /// <summary>A client and a server, with a router between them that has a packet filter.</summary>
    public static Task<NetworkLab> RoutedAsync() =>
        MakeAsync(static async lab =>
        {
            await lab.AddAsync("fw");
            await lab.AddAsync("cl");
            await lab.AddAsync("sv");
            await lab.WireAsync(lab.Client, "net0", [Client4 + "/24", Client6 + "/64"], "lan0", ["203.0.113.1/24", "2001:db8:1::1/64"]);
            await lab.WireAsync(
                lab.Server,
                "net0",
                ["198.51.100.9/24", "2001:db8:2::9/64"],
                "lan1",
                ["198.51.100.1/24", "2001:db8:2::1/64"]
            );
            await lab.Firewall.ExecAsync(
                "sh",
                "-c",
                "echo 1 >/proc/sys/net/ipv4/ip_forward; echo 1 >/proc/sys/net/ipv6/conf/all/forwarding"
            );
            await lab.Client.ExecAsync("ip", "route", "add", "default", "via", "203.0.113.1");
            await lab.Client.ExecAsync("ip", "route", "add", "default", "via", "2001:db8:1::1");
            await lab.Server.ExecAsync("ip", "route", "add", "default", "via", "198.51.100.1");
            await lab.Server.ExecAsync("ip", "route", "add", "default", "via", "2001:db8:2::1");
        });

    public void Dispose()
    {
        // All are tried before one that fails is told.
        Task.WhenAll(_namespaces.Select(static space => RunAsync("ip", ["netns", "delete", space.Name]))).GetAwaiter().GetResult();
    }

    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var result = await new CommandRunner(TimeProvider.System).RunAsync(
            new CommandInvocation(program, arguments) { MaxCapturedBytes = 1 << 26 },
            CancellationToken.None
        );
        return result.IsSuccess
            ? result.OutputText
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {result.ErrorText}{result.Detail}");
    }

    private static async Task<NetworkLab> MakeAsync(Func<NetworkLab, Task> build)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Network namespaces take root on Linux.");
        Assert.SkipUnless(IsInstalled("nft") && IsInstalled("ip"), "The packages nftables and iproute2 are needed.");
        var lab = new NetworkLab();
        try
        {
            await build(lab);
            return lab;
        }
        catch
        {
            lab.Dispose();
            throw;
        }
    }

    private static bool IsInstalled(string program) =>
        new[] { "/usr/sbin", "/sbin", "/usr/bin", "/bin" }.Any(folder => File.Exists(Path.Combine(folder, program)));

    private async Task AddAsync(string role)
    {
        var name = $"{_prefix}{role}";
        try
        {
            await RunAsync("ip", "netns", "add", name);
        }
        catch (InvalidOperationException e) when (_namespaces.Count == 0)
        {
            throw SkipException.ForSkip($"No network namespace can be made here: {e.Message}");
        }

        _namespaces.Add(new NetworkNamespace(name));
        await RunAsync("ip", "-n", name, "link", "set", "lo", "up");
    }

    private async Task WireAsync(NetworkNamespace end, string endLink, string[] endAddresses, string link, string[] addresses)
    {
        await RunAsync(
            "ip",
            "link",
            "add",
            "name",
            endLink,
            "netns",
            end.Name,
            "type",
            "veth",
            "peer",
            "name",
            link,
            "netns",
            Firewall.Name
        );
        foreach (var (space, device, list) in new[] { (end, endLink, endAddresses), (Firewall, link, addresses) })
        {
            foreach (var address in list)
            {
                await RunAsync(
                    "ip",
                    [
                        "-n",
                        space.Name,
                        "address",
                        "add",
                        address,
                        "dev",
                        device,
                        .. address.Contains(':', StringComparison.Ordinal) ? ["nodad"] : Array.Empty<string>(),
                    ]
                );
            }

            await RunAsync("ip", "-n", space.Name, "link", "set", device, "up");
        }
    }
}
