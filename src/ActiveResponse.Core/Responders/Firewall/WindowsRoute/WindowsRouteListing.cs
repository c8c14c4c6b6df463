using System.Globalization;
using System.Net;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;

namespace ActiveResponse.Responders.Firewall.WindowsRoute;

/// <summary>Reads the output of <c>route PRINT -4</c>. Windows translates its titles and words, so rows are identified by the form of their
/// columns.</summary>
internal static class WindowsRouteListing
{
    private const int LongestBroadcastPrefix = 30;

    private static readonly char[] Blanks = [' ', '\t', '\r'];

    /// <summary>The single addresses routed through a gateway, each once; routes that Windows creates are left out.</summary>
    public static IReadOnlyList<AddressPrefix> Parse(string text, AddressPrefix gateway)
    {
        var rows = text.Split('\n').Select(Row).OfType<WindowsRouteRow>().ToList();
        AddressPrefix? wanted = gateway.Address.Equals(IPAddress.Any) ? null : gateway;
        var own = rows.Select(static row => row.Interface).ToHashSet();
        own.UnionWith(
            rows.Where(static row => row.Gateway is null && row.Destination.Length <= LongestBroadcastPrefix)
                .Select(static row => Broadcast(row.Destination))
        );
        return
        [
            .. rows.Where(row => row.Destination.IsSingleAddress && row.Gateway == wanted && !IsOfWindows(row.Destination, own))
                .Select(static row => row.Destination)
                .Distinct(),
        ];
    }

    // Destination, mask, gateway (one word or several), interface, metric. Persistent routes have no interface.
    private static WindowsRouteRow? Row(string line)
    {
        var words = line.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
        if (
            words.Length is < 5 or > 12
            || !int.TryParse(words[^1], NumberStyles.None, CultureInfo.InvariantCulture, out _)
            || !TryAddress(words[0], out var address)
            || DottedMask.LengthOf(words[1]) is not { } length
            || !TryAddress(words[^2], out var at)
        )
        {
            return null;
        }

        return new WindowsRouteRow(
            AddressPrefix.From(address.Address, length),
            words.Length == 5 && TryAddress(words[2], out var gateway) ? gateway : null,
            at
        );
    }

    private static bool TryAddress(string text, out AddressPrefix address) =>
        AddressPrefix.TryParse(text, out address) && address is { IsIPv6: false, IsSingleAddress: true };

    // This host's addresses, the broadcast address of each network on the link, loopback, multicast and the limited broadcast.
    private static bool IsOfWindows(AddressPrefix destination, HashSet<AddressPrefix> own) =>
        own.Contains(destination) || destination.Address.GetAddressBytes()[0] is 127 or >= 224;

    private static AddressPrefix Broadcast(AddressPrefix network)
    {
        var bytes = network.Address.GetAddressBytes();
        for (var bit = network.Length; bit < 32; bit++)
        {
            bytes[bit / 8] |= (byte)(0x80 >> (bit % 8));
        }

        return AddressPrefix.From(new IPAddress(bytes));
    }
}
