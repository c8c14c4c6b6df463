using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ActiveResponse.Processes;

namespace ActiveResponse.Tests.Responders.Firewall.WindowsRoute;

/// <summary><c>route</c> of Windows, as its help describes it: PRINT, ADD and DELETE of IPv4 routes. Its own address is
/// 198.19.255.10.</summary>
internal sealed class WindowsRouteStandIn : StandInProgram
{
    private const string Own = "198.19.255.10";

    private readonly List<(string Destination, string Mask, string Gateway, int Metric)> _routes =
    [
        ("0.0.0.0", "0.0.0.0", "198.19.255.1", 25),
        ("127.0.0.0", "255.0.0.0", "0.0.0.0", 331),
        ("127.0.0.1", "255.255.255.255", "0.0.0.0", 331),
        ("198.19.255.0", "255.255.255.0", "0.0.0.0", 281),
        (Own, "255.255.255.255", "0.0.0.0", 281),
        ("198.19.255.255", "255.255.255.255", "0.0.0.0", 281),
        ("224.0.0.0", "240.0.0.0", "0.0.0.0", 281),
        ("255.255.255.255", "255.255.255.255", "0.0.0.0", 281),
    ];

    /// <summary>What stands for a gateway that is on the link.</summary>
    public string OnLink { get; init; } = "On-link";

    /// <summary>Whether failures end with exit code 0, as those of old versions.</summary>
    public bool EndsWithZero { get; init; }

    /// <summary>An address that can't be routed.</summary>
    public string? Refused { get; set; }

    public string Text =>
        string.Join('\n', _routes.Select(static route => $"{route.Destination} {route.Mask} {route.Gateway} {route.Metric}"));

    public void AddRoute(string destination, string mask, string gateway) => _routes.Add((destination, mask, gateway, 26));

    protected override bool IsListing(string line) => line.StartsWith("route PRINT", StringComparison.Ordinal);

    protected override CommandResult Run(string executable, string[] arguments) =>
        (executable, arguments) switch
        {
            ("route", ["PRINT", "-4"]) => CommandResult.Exited(0, Table()),
            ("route", ["ADD", var to, "MASK", var mask, var gateway]) => Add(to, mask, gateway, 25),
            ("route", ["ADD", var to, "MASK", var mask, var gateway, "METRIC", var metric])
                when int.TryParse(metric, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is >= 1 and <= 9999 =>
                Add(to, mask, gateway, value),
            ("route", ["DELETE", var to]) => Delete(to, null, null),
            ("route", ["DELETE", var to, "MASK", var mask, var gateway]) => Delete(to, mask, gateway),
            ("route", _) => Failure("\r\nManipulates network routing tables.\r\n\r\nROUTE [-f] [-p] [-4|-6] command [destination]\r\n"),
            _ => NotFound(executable),
        };

    private CommandResult Add(string to, string mask, string gateway, int metric)
    {
        if (!IsAddress(to) || !IsAddress(gateway) || !IsAddress(mask) || !IsNetwork(to, mask) || to == Refused)
        {
            return Failure("The route addition failed: The parameter is incorrect.\r\n\r\n");
        }

        if (_routes.Any(route => route.Destination == to && route.Mask == mask && route.Gateway == gateway))
        {
            return Failure("The route addition failed: The object already exists.\r\n\r\n");
        }

        _routes.Add((to, mask, gateway, metric));
        return CommandResult.Exited(0, " OK!\r\n");
    }

    private CommandResult Delete(string to, string? mask, string? gateway) =>
        _routes.RemoveAll(route =>
            route.Destination == to && (mask is null || route.Mask == mask) && (gateway is null || route.Gateway == gateway)
        ) == 0
            ? Failure("The route deletion failed: Element not found.\r\n\r\n")
            : CommandResult.Exited(0, " OK!\r\n");

    private CommandResult Failure(string text) => CommandResult.Exited(EndsWithZero ? 0 : 1, error: text);

    private static readonly CompositeFormat Row = CompositeFormat.Parse("{0,17} {1,16} {2,16} {3,16} {4,6}");

    private string Table()
    {
        var ruler = new string('=', 75);
        var rows = _routes.Select(route =>
        {
            var gateway = route.Gateway == "0.0.0.0" ? OnLink : route.Gateway;
            var through = route.Destination.StartsWith("127.", StringComparison.Ordinal) ? "127.0.0.1" : Own;
            return string.Format(CultureInfo.InvariantCulture, Row, route.Destination, route.Mask, gateway, through, route.Metric);
        });
        return string.Join(
            "\r\n",
            [
                ruler,
                "Interface List",
                "  5...00 0c 29 00 00 01 ......Intel(R) 82574L Gigabit Network Connection",
                "  1...........................Software Loopback Interface 1",
                ruler,
                "",
                "IPv4 Route Table",
                ruler,
                "Active Routes:",
                "Network Destination        Netmask          Gateway       Interface  Metric",
                .. rows,
                ruler,
                "Persistent Routes:",
                "  Network Address          Netmask  Gateway Address  Metric",
                "     198.51.100.77  255.255.255.255          On-link       1",
                "     198.51.100.78  255.255.255.255          0.0.0.0       1",
                ruler,
                "",
            ]
        );
    }

    private static bool IsAddress(string text) =>
        IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetwork && address.ToString() == text;

    private static bool IsNetwork(string address, string mask) =>
        IPAddress
            .Parse(address)
            .GetAddressBytes()
            .Zip(IPAddress.Parse(mask).GetAddressBytes())
            .All(static pair => (pair.First & ~pair.Second) == 0);
}
