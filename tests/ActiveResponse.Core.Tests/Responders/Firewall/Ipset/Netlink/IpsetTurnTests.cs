using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Ipset;
using ActiveResponse.Responders.Firewall.Iptables;
using ActiveResponse.Responders.Firewall.Nftables.Netlink;
using ActiveResponse.Tests.Responders.Firewall.Iptables;
using ActiveResponse.Tests.Responders.Firewall.Nftables;
using ActiveResponse.Tests.Responders.Firewall.Nftables.Netlink;

namespace ActiveResponse.Tests.Responders.Firewall.Ipset.Netlink;

/// <summary>Who waits for whom at ipset's sockets, and what a failed one does to others.</summary>
public sealed class IpsetTurnTests
{
    private const int GetList = 7;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("192.0.2.2")]
    [InlineData("2001:db8::2")]
    public async Task A_block_waits_for_no_list(string address)
    {
        using var lab = await IptablesLab.MakeAsync(IptablesVariant.Nft, withIpset: true);
        using var begun = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        using var backend = Backend(
            lab,
            socket =>
                socket.OnSend = message =>
                {
                    if (IsList(message))
                    {
                        begun.Set();
                        goOn.Wait();
                    }
                }
        );
        await backend.BlockAsync("192.0.2.1");
        await backend.BlockAsync("2001:db8::1");
        var listing = Task.Run(() => backend.AddressesAsync());
        try
        {
            begun.Wait(Patience).Should().BeTrue();

            var block = Task.Run(() => backend.ApplyAsync([NftablesBackendExtensions.Entry(address)], [], default).AsTask());

            (await block.WaitAsync(Patience, TimeProvider.System)).Adds.Single().Outcome.Should().Be(ActionOutcome.Applied);
        }
        finally
        {
            goOn.Set();
        }

        (await listing).Should().Contain("192.0.2.1").And.Contain("2001:db8::1");
    }

    [Theory]
    [InlineData(true, 10)]
    [InlineData(false, 1)]
    public async Task A_list_is_read_again_if_an_element_of_others_may_be_ours_that_is_blocked_anew(bool hasOthers, int reads)
    {
        using var lab = await IptablesLab.MakeAsync(IptablesVariant.Nft, withIpset: true);
        var lists = 0;
        Action afterList = static () => { };
        using var backend = Backend(
            lab,
            socket =>
                socket.AfterSend = message =>
                {
                    if (IsList(message) && message.AsSpan().IndexOf("active_response4"u8) >= 0 && ++lists < 10)
                    {
                        afterList();
                    }
                }
        );
        await backend.BlockAsync("192.0.2.1");
        await backend.BlockAsync("192.0.2.2");
        if (hasOthers)
        {
            await lab.Net.Firewall.ExecAsync("ipset", "add", "active_response4", "198.51.100.7");
        }

        lists = 0;
        afterList = () => Task.Run(() => backend.BlockAsync("192.0.2.1")).Wait(Patience).Should().BeTrue();
        (await backend.AddressesAsync()).Should().BeEquivalentTo("192.0.2.1", "192.0.2.2");

        lists.Should().Be(reads);
    }

    [Fact]
    public async Task Whoever_still_holds_a_socket_that_another_gave_up_lets_the_program_do_it()
    {
        using var lab = await IptablesLab.MakeAsync(IptablesVariant.Nft, withIpset: true);
        using var link = new IpsetLink(lab.Net.Firewall.Netlink, TimeProvider.System);
        await lab.Net.Firewall.ExecAsync("ipset", "create", "one", "hash:net", "timeout", "0", "comment");
        FirewallChange[] changes = [new(NftablesBackendExtensions.Entry("192.0.2.1"), Blocks: true)];
        var (first, second) = (link.Socket!, link.Socket!);
        first.Change("one", changes, CancellationToken.None).Should().Equal(0);

        link.GiveUp(first, new NetlinkException(NetlinkErrors.Closed));

        FluentActions.Invoking(() => second.Change("one", changes, CancellationToken.None)).Should().Throw<NetlinkException>();
        link.GiveUp(second, new NetlinkException(NetlinkErrors.Closed));
        link.List("one", isIPv6: false, CancellationToken.None).IsRead.Should().BeFalse("the program lists, too, until the next probe");
    }

    private static bool IsList(ReadOnlySpan<byte> message) => message is [_, _, _, _, GetList, 6, ..];

    private static IpsetBackend Backend(IptablesLab lab, Action<SpoilingSocket> prepare) =>
        new(lab.Ipset, lab.Net.Firewall, TimeProvider.System, SpoilingSocket.In(lab.Net, prepare));
}
