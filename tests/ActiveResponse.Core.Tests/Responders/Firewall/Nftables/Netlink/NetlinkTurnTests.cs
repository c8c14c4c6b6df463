using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Nftables;
using ActiveResponse.Responders.Firewall.Nftables.Netlink;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Responders.Firewall.Nftables.Netlink;

/// <summary>Who waits for whom at the socket.</summary>
public sealed class NetlinkTurnTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_block_keeps_no_thread_waiting_for_a_list()
    {
        using var lab = await NetworkLab.SingleAsync();
        SpoilingSocket? socket = null;
        using var backend = SpoilingSocket.BackendIn(lab, opened => socket = opened);
        await backend.BlockAsync("192.0.2.1");
        using var begun = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        socket!.Refuse = () =>
        {
            socket.Refuse = static () => 0;
            begun.Set();
            goOn.Wait();
            return 0;
        };
        var listing = Task.Run(() => backend.AddressesAsync());
        try
        {
            begun.Wait(Patience).Should().BeTrue();

            var block = await OnOwnThreadAsync(() => backend.ApplyAsync([NftablesBackendExtensions.Entry("192.0.2.2")], [], default))
                .WaitAsync(Patience, TimeProvider.System);

            block.IsCompleted.Should().BeFalse("the list comes first");
            goOn.Set();
            (await block).Adds.Single().Outcome.Should().Be(ActionOutcome.Applied);
        }
        finally
        {
            goOn.Set();
        }

        (await listing).Should().Contain("192.0.2.1");
    }

    // Long: two sockets, and who waits at which of them, in one order.
    [Fact]
    public async Task A_block_waits_for_no_list_that_takes_long()
    {
        using var lab = await NetworkLab.SingleAsync();
        var clock = new ManualClock();
        using var begun = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var sockets = new List<SpoilingSocket>();
        using var backend = SpoilingSocket.BackendIn(
            lab,
            opened =>
            {
                sockets.Add(opened);
                if (sockets.Count == 2)
                {
                    opened.Refuse = () =>
                    {
                        // The number of the latest change is known by then.
                        if (opened.Sent == 2)
                        {
                            begun.Set();
                            goOn.Wait();
                        }

                        return 0;
                    };
                }
            },
            clock
        );
        await backend.BlockAsync("192.0.2.1");
        sockets.Should().ContainSingle().Which.AfterSend = _ => clock.Advance(TimeSpan.FromSeconds(2));
        await backend.AddressesAsync();
        sockets[0].AfterSend = static _ => { };

        var listing = Task.Run(() => backend.AddressesAsync());
        try
        {
            begun.Wait(Patience).Should().BeTrue("a list that took long gets a socket of its own");
            var block = backend.ApplyAsync([NftablesBackendExtensions.Entry("192.0.2.2")], [], default).AsTask();
            (await block.WaitAsync(Patience, TimeProvider.System)).Adds.Single().Outcome.Should().Be(ActionOutcome.Applied);
        }
        finally
        {
            goOn.Set();
        }

        (await listing).Should().Contain("192.0.2.1").And.Contain("192.0.2.2");
        sockets[1].Sent.Should().Be(6, "the block tore the first list, and a list is three requests");
        await backend.AddressesAsync();
        sockets.Should().HaveCount(2, "the list was quick again");
    }

    [Fact]
    public async Task Blocks_that_tear_each_long_list_wait_at_last()
    {
        using var lab = await NetworkLab.SingleAsync();
        var clock = new ManualClock();
        using var other = new NftablesBackend(new NftablesOptions(), lab.Firewall, clock, lab.Firewall.Netlink);
        await other.BlockAsync("192.0.2.1");
        var torn = 0;
        var list = new ElementLists(
            SpoilingSocket.In(
                lab,
                opened =>
                    opened.AfterSend = _ =>
                    {
                        if (opened.Sent % 3 == 2)
                        {
                            torn++;
                            other.BlockAsync($"192.0.2.{10 + torn}").Wait();
                        }
                    }
            ),
            "active_response",
            clock
        );
        var own = new SpoilingSocket(lab.Firewall.Netlink(out _)!) { AfterSend = _ => clock.Advance(TimeSpan.FromSeconds(2)) };
        using var socket = new ElementSocket(own, "active_response", clock);
        await list.ListAsync(socket, NftablesSet.Of(Some.Prefix("192.0.2.1")), default);
        own.AfterSend = static _ => { };

        var elements = await list.ListAsync(socket, NftablesSet.Of(Some.Prefix("192.0.2.1")), default);

        torn.Should().Be(3);
        elements.Should().HaveCount(4);
    }

    private static Task<Task<FirewallBatchResult>> OnOwnThreadAsync(Func<ValueTask<FirewallBatchResult>> begin) =>
        Task.Factory.StartNew(() => begin().AsTask(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
