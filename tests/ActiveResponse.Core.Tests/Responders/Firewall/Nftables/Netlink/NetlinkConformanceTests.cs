using System.Net;
using ActiveResponse.Configuration;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Nftables;

namespace ActiveResponse.Tests.Responders.Firewall.Nftables.Netlink;

/// <summary>The same over the socket.</summary>
public sealed class NetlinkConformanceTests : NftablesConformanceTests
{
    private AddressPrefix? _bad;

    protected override async ValueTask<IFirewallBackend?> CreateFailingForAsync(AddressPrefix bad)
    {
        _bad = bad;
        return Backend(await LabAsync());
    }

    private protected override NftablesBackend Backend(NetworkLab lab) =>
        new(
            new NftablesOptions(),
            lab.Firewall,
            TimeProvider.System,
            SpoilingSocket.In(
                lab,
                socket =>
                    socket.OnSend = message =>
                    {
                        if (_bad is { } bad)
                        {
                            SpoilingSocket.SpoilKey(message, bad.Address.GetAddressBytes());
                        }
                    }
            )
        );
}
