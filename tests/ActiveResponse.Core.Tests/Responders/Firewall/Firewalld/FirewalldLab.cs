using System.Diagnostics;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.Firewalld.Bus;

namespace ActiveResponse.Tests.Responders.Firewall.Firewalld;

/// <summary>A firewalld of a test: in a network namespace, on a D-Bus of its own, with a configuration folder of its own. Shared by the
/// tests of a class.</summary>
public sealed class FirewalldLab : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly string _folder = Directory.CreateTempSubdirectory("firewalld-").FullName;
    private readonly PrivateBus _bus = new();
    private Process? _firewalld;
    private NetworkLab? _network;

    internal NetworkLab Network => _network!;

    internal NetworkNamespace Space => Network.Firewall;

    /// <summary>A path for a lock file.</summary>
    public string LockFile => Path.Combine(_folder, "lock");

    /// <summary>Whether a test has put something of others into the permanent configuration.</summary>
    public bool IsForeign { get; set; }

    private string Configuration => Path.Combine(_folder, "etc");

    /// <summary>The path of its D-Bus.</summary>
    internal string BusPath => _bus.Path;

    /// <summary>A connection to its D-Bus, as the program under test opens it.</summary>
    internal FirewalldBus Connect(TimeProvider? clock = null) => new(() => _bus.Address, clock ?? TimeProvider.System);

    /// <summary>Makes it run, the first time, and gives it its first configuration back.</summary>
    internal Task ResetAsync() => ResetAsync(NetworkLab.SingleAsync);

    internal async Task ResetAsync(Func<Task<NetworkLab>> network, bool keepsPermanent = false)
    {
        if (_network is null)
        {
            await StartAsync(network);
            return;
        }

        Space.Intercept = WithBus;
        foreach (var folder in keepsPermanent ? [] : Directory.GetDirectories(Configuration))
        {
            Directory.Delete(folder, recursive: true);
        }

        // On a busy machine a reload may take longer than firewall-cmd waits for its answer.
        var start = TimeProvider.System.GetTimestamp();
        while (await CommandAsync(["--reload"]) is { IsSuccess: false } failed)
        {
            TimeProvider.System.GetElapsedTime(start).Should().BeLessThan(Patience, failed.ErrorText);
        }
    }

    /// <summary>Runs firewall-cmd past what is tested; it must succeed.</summary>
    internal async Task<string> RunAsync(params string[] arguments)
    {
        var result = await CommandAsync(arguments);
        return result.IsSuccess
            ? result.OutputText.Trim()
            : throw new InvalidOperationException($"firewall-cmd {string.Join(' ', arguments)}: {result.ErrorText}{result.Detail}");
    }

    /// <summary>All that is in force and all that is permanent, in an order of its own.</summary>
    internal async Task<string> DescribeAsync()
    {
        var text = string.Concat(
            await RunAsync("--list-all-zones"),
            await RunAsync("--get-ipsets"),
            "\npermanent\n",
            await RunAsync("--permanent", "--list-all-zones"),
            await RunAsync("--permanent", "--get-ipsets")
        );
        return string.Join('\n', text.Split('\n').Order(StringComparer.Ordinal));
    }

    /// <summary>Adds what the program under test is run with.</summary>
    internal ValueTask<CommandResult> WithBus(CommandInvocation command, Func<CommandInvocation, ValueTask<CommandResult>> run) =>
        run(command with { Environment = command.Environment.SetItem("DBUS_SYSTEM_BUS_ADDRESS", _bus.Address) });

    /// <summary>Ends firewalld, and leaves its D-Bus.</summary>
    internal void StopFirewalld()
    {
        if (_firewalld is { HasExited: false } running)
        {
            running.Kill(entireProcessTree: true);
            running.WaitForExit();
        }

        _firewalld?.Dispose();
        _firewalld = null;
    }

    /// <summary>Kills firewalld and its D-Bus, and starts both anew.</summary>
    internal async Task RestartAsync()
    {
        StopFirewalld();
        _bus.Stop();
        await StartDaemonsAsync();
    }

    public void Dispose()
    {
        StopFirewalld();
        _bus.Dispose();
        _network?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartAsync(Func<Task<NetworkLab>> network)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Network namespaces take root on Linux.");
        Assert.SkipUnless(File.Exists("/usr/sbin/firewalld") && PrivateBus.IsInstalled, "The packages firewalld and dbus are needed.");
        Directory.CreateDirectory(Configuration);
        await File.WriteAllTextAsync(
            Path.Combine(Configuration, "firewalld.conf"),
            "DefaultZone=public\nFirewallBackend=nftables\nCleanupModulesOnExit=no\n"
        );
        _network = await network();
        Space.Intercept = WithBus;
        await StartDaemonsAsync();
    }

    private async Task StartDaemonsAsync()
    {
        await _bus.StartAsync();
        _firewalld = StartFirewalld();
        var start = TimeProvider.System.GetTimestamp();
        while (await CommandAsync(["--state"]) is not { IsSuccess: true })
        {
            Assert.SkipWhen(_firewalld.HasExited, "firewalld doesn't run here.");
            TimeProvider.System.GetElapsedTime(start).Should().BeLessThan(Patience, "firewalld starts");
        }
    }

    private async Task<CommandResult> CommandAsync(string[] arguments) =>
        await new CommandRunner(TimeProvider.System).RunAsync(
            new CommandInvocation("firewall-cmd", arguments)
            {
                MaxCapturedBytes = 1 << 26,
                Environment = System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add(
                    "DBUS_SYSTEM_BUS_ADDRESS",
                    _bus.Address
                ),
            },
            CancellationToken.None
        );

    private Process StartFirewalld()
    {
        var log = Path.Combine(_folder, "log");
        var start = new ProcessStartInfo(
            "ip",
            ["netns", "exec", Space.Name, "firewalld", "--nofork", "--nopid", "--system-config", Configuration, "--log-file", log]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DBUS_SYSTEM_BUS_ADDRESS"] = _bus.Address;
        var process = Process.Start(start)!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return process;
    }
}
