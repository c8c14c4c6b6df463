using System.Net;
using ActiveResponse.Configuration;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Ipset;
using ActiveResponse.Responders.Firewall.Iptables;
using ActiveResponse.Tests.Responders.Firewall.Iptables;
using ActiveResponse.Tests.Responders.Firewall.Nftables.Netlink;

namespace ActiveResponse.Tests.Responders.Firewall.Ipset.Netlink;

public sealed class IpsetNetlinkNftConformanceTests() : IpsetNetlinkConformance(IptablesVariant.Nft);

public sealed class IpsetNetlinkLegacyConformanceTests() : IpsetNetlinkConformance(IptablesVariant.Legacy);

/// <summary>The same over the socket.</summary>
public abstract class IpsetNetlinkConformance(IptablesVariant variant) : IpsetConformance(variant)
{
    private SpoilingSocket.Change _onSend = static _ => { };

    protected override async ValueTask<IFirewallBackend?> CreateFailingForAsync(AddressPrefix bad)
    {
        _onSend = message => SpoilingSocket.SpoilKey(message, IPAddress.Parse(bad.ToString()).GetAddressBytes());
        return await base.CreateFailingForAsync(bad);
    }

    private protected override IpsetBackend Backend(IptablesLab lab) =>
        new(lab.Ipset, lab.Net.Firewall, TimeProvider.System, SpoilingSocket.In(lab.Net, socket => socket.OnSend = _onSend));
}
