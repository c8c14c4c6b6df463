using System.Net.NetworkInformation;
using ActiveResponse.Configuration;

namespace ActiveResponse.Guards;

/// <summary>This host's own addresses, asked for anew when they are older than a few seconds: interfaces come and go.</summary>
internal sealed class HostAddresses(TimeProvider clock) : IHostAddresses
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);
    private readonly Lock _gate = new();
    private IReadOnlyCollection<AddressPrefix> _addresses = [];
    private long? _readAt;

    public IReadOnlyCollection<AddressPrefix> Current
    {
        get
        {
            lock (_gate)
            {
                if (_readAt is null || clock.GetElapsedTime(_readAt.Value) >= MaxAge)
                {
                    _addresses = Read() ?? _addresses;
                    _readAt = clock.GetTimestamp();
                }

                return _addresses;
            }
        }
    }

    private static HashSet<AddressPrefix>? Read()
    {
        try
        {
            return [.. NetworkInterface.GetAllNetworkInterfaces()
                .SelectMany(static nic => nic.GetIPProperties().UnicastAddresses)
                .Select(static unicast => AddressPrefix.From(unicast.Address))];
        }
        catch (NetworkInformationException)
        {
            // Better the addresses of a moment ago than none.
            return null;
        }
    }
}
