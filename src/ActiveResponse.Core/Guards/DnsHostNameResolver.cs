using System.Net;
using System.Net.Sockets;
using ActiveResponse.Configuration;

namespace ActiveResponse.Guards;

/// <summary>Resolves names the way this host does.</summary>
internal sealed class DnsHostNameResolver : IHostNameResolver
{
    public async ValueTask<IReadOnlyList<AddressPrefix>?> ResolveAsync(string hostName, CancellationToken cancellationToken)
    {
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(hostName, cancellationToken).ConfigureAwait(false);
            return addresses.Length == 0 ? null : [.. addresses.Select(static address => AddressPrefix.From(address))];
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            return null;
        }
    }
}
