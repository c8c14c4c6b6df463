using System.Net.NetworkInformation;

namespace ActiveResponse.Guards.Network;

/// <summary>Listens the way this system tells of changes.</summary>
internal sealed class NetworkEvents : INetworkEvents
{
    private readonly NetworkAddressChangedEventHandler _handler;

    private NetworkEvents(Action changed)
    {
        _handler = (_, _) => changed();
        NetworkChange.NetworkAddressChanged += _handler;
    }

    /// <summary>Begins to listen.</summary>
    /// <returns>Null where the system doesn't tell: then the age of what is known alone must do.</returns>
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
