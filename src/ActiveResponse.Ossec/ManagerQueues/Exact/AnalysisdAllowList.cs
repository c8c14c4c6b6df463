using System.Net;
using System.Net.Sockets;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;

namespace ActiveResponse.Ossec.ManagerQueues.Exact;

/// <summary>The allow list as OSSEC's analysisd evaluates it, with all its oddities (<c>src/shared/validate_op.c</c>,
/// <c>src/analysisd/alerts/exec.c</c>).</summary>
internal sealed class AnalysisdAllowList(DaemonAllowList list)
{
    private readonly (bool Negated, bool IsAny, byte[] Address, int PrefixLength)[] _networks =
    [
        .. list.Networks.Select(static network =>
            (
                network.Text.StartsWith('!'),
                network.Text.TrimStart('!') == "any" && network.Text.Length <= 4,
                Comparable(IPAddress.Parse(network.Address)),
                network.PrefixLength
            )
        ),
    ];

    private readonly byte[][] _hosts = [.. list.Hosts.Select(LosslessText.Encode)];

    /// <summary>The entry that allows an address; null if none does.</summary>
    /// <param name="address">The address as it would be sent.</param>
    public string? Find(string address) => FindNetwork(address) ?? FindHost(address);

    // An entry with '!' excludes what it covers, and as the last one allows all that no entry covers.
    private string? FindNetwork(string address)
    {
        if (_networks.Length == 0 || !TryParse(address, out var bytes))
        {
            return null;
        }

        for (var i = 0; i < _networks.Length; i++)
        {
            var (negated, isAny, network, length) = _networks[i];
            if (isAny || length == 0 || Covers(network, bytes, length))
            {
                return negated ? null : list.Networks[i].Text;
            }
        }

        return _networks[^1].Negated ? list.Networks[^1].Text : null;
    }

    // The address need only be a prefix of the entry.
    private string? FindHost(string address)
    {
        var bytes = LosslessText.Encode(address);
        var index = Array.FindIndex(_hosts, host => host.AsSpan().StartsWith(bytes));
        return index < 0 ? null : list.Hosts[index];
    }

    private static bool TryParse(string text, out byte[] bytes)
    {
        var isAddress = NumericAddress.TryParse(text == "any" ? "::" : text, out var address);
        bytes = isAddress ? Comparable(address!) : [];
        return isAddress;
    }

    private static bool Covers(byte[] network, byte[] address, int prefixLength)
    {
        if (network.Length != address.Length)
        {
            return false;
        }

        // A mapped entry may have more bits than an IPv4 address: the rest is zero on both sides.
        var bits = Math.Min(prefixLength, network.Length * 8);
        var whole = bits / 8;
        return network.AsSpan(0, whole).SequenceEqual(address.AsSpan(0, whole))
            && (bits % 8 == 0 || (network[whole] ^ address[whole]) >> (8 - (bits % 8)) == 0);
    }

    // An IPv4-mapped address is compared as IPv4.
    private static byte[] Comparable(IPAddress address) =>
        (
            address.AddressFamily == AddressFamily.InterNetworkV6 && address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address
        ).GetAddressBytes();
}
