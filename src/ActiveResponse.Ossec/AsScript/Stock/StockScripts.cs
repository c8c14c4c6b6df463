using System.Collections.Immutable;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Accounts;
using ActiveResponse.Responders.Firewall.HostsDeny;
using ActiveResponse.Responders.Firewall.Selection;
using ActiveResponse.Responders.Firewall.SharedPlaces;

namespace ActiveResponse.Ossec.AsScript.Stock;

/// <summary>Runs the tool's scripts when it is called by their names, in place of OSSEC's and Wazuh's stock ones.</summary>
public static class StockScripts
{
    private static readonly ScriptProfile Filtering = new() { Usage = "<action> <username> <ip>" };

    /// <summary>Prefers iptables, so blocks are where the stock script makes them; the next ones are for hosts without it.</summary>
    private static readonly ImmutableArray<string> OfLinux = ["iptables", "nftables", "ipset", "firewalld-drop", "route-null"];

    internal static ImmutableArray<StockScript> All { get; } =
    [
        new(FilesOf("firewall-drop", "block-ip"), Filtering, static setup => Firewall("firewall-drop", FirewallsOf(setup.Settings), setup)),
        Packet("firewalld-drop"),
        new(FilesOf("nftables-drop"), Filtering, static setup => Only("nftables", setup)),
        Packet("pf"),
        Packet("ipfw", "ipfw_mac"),
        Packet("npf"),
        new(
            FilesOf("host-deny"),
            new ScriptProfile { Remembers = false, InvalidAddress = "Invalid ip/hostname entry: {0}" },
            static setup => new HostDenyScript(
                new HostsDenyBackend(new HostsDenyOptions { File = setup.Settings.HostsDeny }, setup.Clock),
                setup.Settings.HostsDeny
            )
        ),
        new(FilesOf("route-null"), ScriptProfile.Default, static setup => Firewall("route-null", ["route-null"], setup)),
        new(
            FilesOf("disable-account"),
            new ScriptProfile { Usage = "<action> <username>" },
            static setup => new DisableAccountResponder(
                new AccountOptions { MinimumUserId = setup.Settings.MinimumUserId },
                setup.Runner,
                AccountSystems.Current(),
                OwnAccounts.Current()
            )
        ),
        new(FilesOf("ip-customblock"), ScriptProfile.Default, static setup => new IpBlockScript(setup.Settings.IpBlock)),
        new(
            FilesOf("restart-wazuh"),
            new ScriptProfile { Converses = false, Remembers = false },
            static setup => new RestartScript(setup.Home, setup.Runner)
        )
        {
            Deadline = TimeSpan.FromMinutes(15),
        },
    ];

    /// <summary>The scripts' names without folders, e.g. <c>firewall-drop</c> and <c>firewall-drop.sh</c>.</summary>
    public static ImmutableArray<string> Names { get; } = [.. All.SelectMany(static script => script.Names)];

    /// <summary>The script of a name, without folders; or null.</summary>
    internal static StockScript? Find(string name) => All.FirstOrDefault(script => script.Names.Contains(name));

    /// <summary>Runs a script for this process's caller, by the settings in the agent's <c>etc/active-response-scripts.conf</c>.</summary>
    /// <param name="program">The name it was started by, as given; it determines the agent's folder.</param>
    /// <param name="arguments">The further arguments.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="ArgumentException">The name isn't one of <see cref="Names"/>.</exception>
    public static Task<int> RunAsync(string program, IReadOnlyList<string> arguments)
    {
        ArgumentException.ThrowIfNullOrEmpty(program);
        ArgumentNullException.ThrowIfNull(arguments);
        var script = Find(Path.GetFileName(program)) ?? throw new ArgumentException($"Unknown script '{program}'.", nameof(program));
        var home = InstallFolder.Of(program, Environment.CurrentDirectory);
        var settings = ScriptSettingsFile.Read(home);
        var runner = new CallersPath(CommandRunner.Native(TimeProvider.System), Environment.GetEnvironmentVariable("PATH"));
        var options = OptionsOf(script, settings) with { Program = program, Home = home };
        return ActiveResponseScript.RunAsync(
            script.Make(new StockSetup(settings, home, runner, TimeProvider.System)),
            arguments,
            script.Profile,
            options,
            CancellationToken.None
        );
    }

    /// <summary>The script's options from the settings.</summary>
    internal static ActiveResponseScriptOptions OptionsOf(StockScript script, ScriptSettings settings)
    {
        var options = new ActiveResponseScriptOptions
        {
            StateFolder = settings.State,
            ProtectsHost = settings.Protect,
            AllowList = settings.Allow,
            Guards = settings.Problems.IsEmpty ? [] : [new SettingsGuard(settings)],
        };
        return script.Deadline is { } deadline ? options with { Deadline = deadline } : options;
    }

    private static StockScript Packet(params string[] names) => new(FilesOf(names), Filtering, setup => Only(names[0], setup));

    private static ImmutableArray<string> FilesOf(params ReadOnlySpan<string> names) =>
        [.. StockExecutables.FilesOf(names).Where(static file => !ScriptName.IsForWindows(file))];

    private static IResponder Only(string firewall, StockSetup setup) =>
        FirewallDropOptions.Known.Contains(firewall) ? Firewall(firewall, [firewall], setup) : new OtherSystemScript(firewall);

    private static FirewallScript Firewall(string name, ImmutableArray<string> firewalls, StockSetup setup) =>
        new(name, firewalls, setup.MakeFirewall);

    private static ImmutableArray<string> FirewallsOf(ScriptSettings settings)
    {
        if (settings is { Firewalls.IsEmpty: false })
        {
            return settings.Firewalls;
        }

        return HostSystems.Current == HostSystem.Linux ? OfLinux : StockFirewalls.NamesOf(HostSystems.Current);
    }
}
