using System.Globalization;
using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Tests.Responders.Firewall.SharedPlaces;

namespace ActiveResponse.Tests.Responders.Firewall.BsdRoute;

/// <summary>route(8) and netstat(1), as far as routes that swallow go.</summary>
internal sealed class RouteStandIn : StandIn
{
    private const int UsageError = 64;

    /// <summary>Whether it is macOS: route ends with 0 always, and netstat leaves out zeros.</summary>
    public bool IsMac { get; set; }

    /// <summary>The routes: destination, and gateway and flags.</summary>
    public Dictionary<AddressPrefix, (string Gateway, string Flags)> Routes { get; } = [];

    public override string Describe() =>
        string.Join('\n', Routes.Select(static route => $"{route.Key} {route.Value}").Order(StringComparer.Ordinal));

    protected override CommandResult Run(string program, string[] arguments, string input) =>
        (program, arguments) switch
        {
            ("route", ["-n", "get", "127.0.0.1"]) => CommandResult.Exited(
                0,
                "   route to: 127.0.0.1\ndestination: 127.0.0.1\n  interface: lo0\n"
            ),
            ("route", ["-q", .. var rest]) => Change(rest, isQuiet: true),
            ("route", _) => Change(arguments, isQuiet: false),
            ("netstat", ["-rn", "-f", "inet"]) => CommandResult.Exited(0, "Routing tables\n\nInternet:\n" + Table(isIPv6: false)),
            ("netstat", ["-rn", "-f", "inet6"]) => CommandResult.Exited(0, "Routing tables\n\nInternet6:\n" + Table(isIPv6: true)),
            ("netstat", ["-rn", "-f", var family]) => CommandResult.Exited(1, error: $"netstat: {family}: unknown address family\n"),
            ("netstat", _) => CommandResult.Exited(1, error: "usage: netstat [-46AaCdghilmnPRrSsTtuVvWwx]\n"),
            _ => Unknown(program),
        };

    // Long: one case per answer of the program.
    private CommandResult Change(string[] words, bool isQuiet)
    {
        if (words is not [("add" or "delete") and var verb, .. var rest])
        {
            return Usage();
        }

        var isIPv6 = rest is ["-inet6", ..];
        rest = isIPv6 ? rest[1..] : rest;
        if (rest is not [("-host" or "-net") and var kind, var text, var gateway, "-blackhole"])
        {
            return Usage();
        }

        if (!AddressPrefix.TryParse(text, out var destination) || destination.IsIPv6 != isIPv6 || gateway != (isIPv6 ? "::1" : "127.0.0.1"))
        {
            return CommandResult.Exited(68, error: $"route: bad address: {text}\n");
        }

        if (destination.IsSingleAddress != (kind == "-host"))
        {
            return Usage();
        }

        var flags = kind == "-host" ? "UGHSB" : "UGSB";
        if (verb == "add" ? Routes.TryAdd(destination, (gateway, flags)) : Routes.Remove(destination))
        {
            return CommandResult.Exited(0, isQuiet ? "" : $"{verb} {kind[1..]} {text}: gateway {gateway}\n");
        }

        var why = verb == "add" ? "File exists" : "not in table";
        return CommandResult.Exited(IsMac ? 0 : 1, error: isQuiet && !IsMac ? "" : $"route: writing to routing socket: {why}\n");
    }

    private string Table(bool isIPv6) =>
        "Destination        Gateway            Flags     Netif Expire\n"
        + (isIPv6 ? "" : "default            198.51.100.254     UGS         em0\n127.0.0.1          link#2             UH          lo0\n")
        + string.Concat(
            Routes
                .Where(route => route.Key.IsIPv6 == isIPv6)
                .Select(route =>
                    $"{Destination(route.Key).PadRight(18)} {route.Value.Gateway.PadRight(18)} {route.Value.Flags.PadRight(9)} lo0\n"
                )
        );

    private string Destination(AddressPrefix address)
    {
        if (!IsMac || address.IsIPv6 || address.IsSingleAddress)
        {
            return address.ToString();
        }

        var octets = address.Address.ToString();
        while (octets.EndsWith(".0", StringComparison.Ordinal))
        {
            octets = octets[..^2];
        }

        return address.Length == 24 && octets.Count(static c => c == '.') == 2
            ? octets
            : string.Create(CultureInfo.InvariantCulture, $"{octets}/{address.Length}");
    }

    private static CommandResult Usage() => CommandResult.Exited(UsageError, error: "usage: route [-46dnqtv] command [[modifiers] args]\n");
}
