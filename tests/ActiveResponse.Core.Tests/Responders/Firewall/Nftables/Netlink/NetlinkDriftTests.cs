using ActiveResponse.Responders.Firewall.Nftables.Netlink;
using ActiveResponse.Tests.Reconciliation;

namespace ActiveResponse.Tests.Responders.Firewall.Nftables.Netlink;

/// <summary>The same over the socket.</summary>
public sealed class NetlinkDriftTests : NftablesDriftTests
{
    private protected override NetlinkOpener? Opener(NetworkLab lab) => lab.Firewall.Netlink;
}
