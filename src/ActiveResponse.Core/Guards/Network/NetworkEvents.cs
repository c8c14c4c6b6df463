using System.Net.NetworkInformation;

namespace ActiveResponse.Guards.Network;

/// <summary>Listens for network changes by the means of this system.</summary>
internal sealed class NetworkEvents : INetworkEvents
{
    private readonly NetworkAddressChangedEventHandler _handler;

    private NetworkEvents(Action changed)
    {
        _handler = (_, _) => changed();
        NetworkChange.NetworkAddressChanged += _handler;
    }

    /// <summary>Starts listening.</summary>
    /// <returns>Null if the system has no notifications; then only the cache's age counts.</returns>
    public static INetworkEvents? Listen(Action changed)
    {
        try
        {
            return OperatingSystem.IsLinux() ? new RouteEvents(changed) : new NetworkEvents(changed);
        }
        catch (Exception e) when (e is NetworkInformationException or PlatformNotSupportedException or IOException)
        {
            return null;
        }
    }

    public bool HaveCome() => false;

    public void Dispose() => NetworkChange.NetworkAddressChanged -= _handler;
}
