using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Nftables;
using ActiveResponse.Responders.Firewall.Nftables.Netlink;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Responders.Firewall.Nftables.Netlink;

/// <summary>Lists of the kernel that somebody changes while they are read.</summary>
public sealed class TornListTests
{
    private const int All = 5_000;
    private const int Lifted = 2_000;

    [Fact]
    public async Task What_others_lift_meanwhile_hides_nothing()
    {
        using var lab = await NetworkLab.SingleAsync();
        using var other = new NftablesBackend(new NftablesOptions(), lab.Firewall, TimeProvider.System, lab.Firewall.Netlink);
        await other.ApplyAsync([.. Enumerable.Range(0, All).Select(Entry)], [], default);
        SpoilingSocket? socket = null;
        using var backend = SpoilingSocket.BackendIn(lab, opened => socket = opened);
        await backend.ListedAsync();
        socket!.AfterSend = sent =>
        {
            if (BitConverter.ToUInt16(sent, 4) == NetlinkFormat.GetElement)
            {
                // The kernel has the first part ready by then, and counts on from there.
                socket.AfterSend = static _ => { };
                other
                    .ApplyAsync([], [.. Enumerable.Range(0, Lifted).Select(static number => Entry(number).Address)], default)
                    .AsTask()
                    .Wait();
            }
        };

        var entries = await backend.ListAsync(default);

        entries
            .Select(static entry => entry.Address)
            .ToHashSet()
            .SetEquals(Enumerable.Range(Lifted, All - Lifted).Select(static number => Entry(number).Address))
            .Should()
            .BeTrue("what the first part had and is gone must not stand for what the second lacks");
    }

    [Fact]
    public async Task A_lift_whose_reply_is_lost_is_looked_up_by_itself()
    {
        using var lab = await NetworkLab.SingleAsync();
        SpoilingSocket? socket = null;
        using var backend = SpoilingSocket.BackendIn(lab, opened => socket = opened);
        await backend.ApplyAsync([.. Enumerable.Range(0, All).Select(Entry)], [], default);
        var sent = socket!.Sent;
        socket.Losses = 1;

        var batch = await backend.ApplyAsync([], [Entry(1).Address], default);

        batch.Removes.Single().Outcome.Should().Be(ActionOutcome.Lifted);
        socket.Sent.Should().Be(sent + 2, "the change, and one question");
        socket.Answers.Should().NotContain(static answer => answer.Length > 1_000, "nothing was listed");
    }

    private static FirewallEntry Entry(int number) => NftablesBackendExtensions.Entry($"10.9.{number >> 8}.{number & 255}", null);
}
