using ActiveResponse.Responders.Firewall.Nftables.Netlink;

namespace ActiveResponse.Tests.Responders.Firewall.Nftables.Netlink;

public sealed class RulesetGenerationTests
{
    [Fact]
    public async Task The_number_stays_until_somebody_changes_something()
    {
        using var lab = await NetworkLab.SingleAsync();
        using var generation = new RulesetGeneration(lab.Firewall.Netlink);
        var before = generation.Read();
        before.Should().NotBeNull();
        generation.Read().Should().Be(before);

        await lab.Firewall.NftAsync("add table ip other");
        generation.Read().Should().Be(before + 1);
        await lab.Firewall.NftAsync("add chain ip other one");
        generation.Read().Should().Be(before + 2);
    }

    [Fact]
    public async Task A_number_that_does_not_come_is_none_and_the_next_comes_over_another_socket()
    {
        using var lab = await NetworkLab.SingleAsync();
        List<SpoilingSocket> sockets = [];
        using var generation = new RulesetGeneration(SpoilingSocket.In(lab, sockets.Add));
        var before = generation.Read();
        before.Should().NotBeNull();

        sockets.Single().Losses = 1;

        generation.Read().Should().BeNull();
        generation.Read().Should().Be(before);
        sockets.Should().HaveCount(2, "a reply that comes late would be taken for a later one");
    }

    [Theory]
    [InlineData(13, 1)]
    [InlineData(24, 2)]
    public void A_refused_socket_has_no_number_and_is_opened_again_if_that_may_help(int refusal, int opened)
    {
        var tries = 0;
        using var generation = new RulesetGeneration(Refuse);

        generation.Read().Should().BeNull();
        generation.Read().Should().BeNull();
        tries.Should().Be(opened);

        INetlinkSocket? Refuse(out int error)
        {
            tries++;
            error = refusal;
            return null;
        }
    }
}
