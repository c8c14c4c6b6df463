using ActiveResponse.Responders.Firewall.Nftables.Netlink;

namespace ActiveResponse.Tests.Responders.Firewall.Nftables.Netlink;

/// <summary>The same over the socket.</summary>
public sealed class NetlinkTrafficTests : NftablesTrafficTests
{
    private protected override NetlinkOpener? Opener(NetworkLab lab) => lab.Firewall.Netlink;
}
