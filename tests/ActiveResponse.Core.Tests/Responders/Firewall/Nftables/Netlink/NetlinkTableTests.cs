using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Nftables;
using ActiveResponse.Responders.Firewall.Nftables.Netlink;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Responders.Firewall.Nftables.Netlink;

/// <summary>What is in our table, read over the socket: the same that nft says of it.</summary>
public sealed class NetlinkTableTests
{
    private const string Table = "active_response";

    private static readonly string[] Addresses =
    [
        "192.0.2.1",
        "198.51.100.0/24",
        "198.51.0.0/17",
        "2001:db8::1",
        "2001:db8:1::/48",
        "2001:db8:2::/63",
    ];

    [Theory]
    [InlineData(false, NftablesRefusal.Drop, true)]
    [InlineData(true, NftablesRefusal.Drop, true)]
    [InlineData(true, NftablesRefusal.Reject, true)]
    [InlineData(false, NftablesRefusal.Reject, false)]
    public async Task Is_the_same_that_nft_says(bool counter, NftablesRefusal refusal, bool forward)
    {
        using var lab = await NetworkLab.SingleAsync();
        var options = new NftablesOptions
        {
            Counter = counter,
            Refusal = refusal,
            Forward = forward,
        };
        await BlockAsync(lab, options);

        var (ours, theirs) = await ReadAsync(lab);

        ours!.Sets.Should().HaveCount(Addresses.Length);
        ours.IsInForce(NftablesScript.HooksOf(options)).Should().BeTrue();
        Text(ours).Should().Be(Text(theirs!));
    }

    [Theory]
    [InlineData("flush chain inet active_response input_hosts4")]
    [InlineData(
        "flush chain inet active_response forward_nets6_63\nadd rule inet active_response forward_nets6_63 ip6 saddr @nets6_63 drop"
    )]
    [InlineData("flush chain inet active_response input_hosts4\nadd rule inet active_response input_hosts4 ip saddr != @hosts4 drop")]
    [InlineData("flush chain inet active_response input_hosts4\nadd rule inet active_response input_hosts4 ip saddr @hosts4 accept")]
    [InlineData("flush chain inet active_response input_hosts4\nadd rule inet active_response input_hosts4 ip daddr @hosts4 drop")]
    [InlineData(
        "flush chain inet active_response input_hosts4\nadd rule inet active_response input_hosts4 ip saddr @hosts4 tcp dport 22 drop"
    )]
    [InlineData("flush chain inet active_response input_hosts4\nadd rule inet active_response input_hosts4 ip saddr @hosts4 counter")]
    [InlineData(
        "flush chain inet active_response input_hosts4\nadd rule inet active_response input_hosts4 ip saddr & 255.255.0.0 @hosts4 drop"
    )]
    [InlineData(
        "delete chain inet active_response input_hosts4\nadd chain inet active_response input_hosts4\nadd rule inet "
            + "active_response input_hosts4 ip saddr @hosts4 drop"
    )]
    public async Task A_rule_that_refuses_others_or_fewer_is_none_of_ours(string change)
    {
        using var lab = await NetworkLab.SingleAsync();
        await BlockAsync(lab, new NftablesOptions());
        await lab.Firewall.NftAsync(change);

        var (ours, _) = await ReadAsync(lab);

        ours!.IsInForce(["input", "forward"]).Should().BeFalse();
        ours.Sets.Count(set => ours.Refuses("input", set) && ours.Refuses("forward", set))
            .Should()
            .Be(Addresses.Length - 1, "the other sets are as they were");
    }

    [Fact]
    public async Task Of_rules_that_are_not_as_we_make_them_nft_is_asked()
    {
        using var lab = await NetworkLab.SingleAsync();
        using var backend = Backend(lab);
        await backend.BlockAsync("192.0.2.1");
        await lab.Firewall.NftAsync(
            "flush chain inet active_response input_hosts4\nadd rule inet active_response input_hosts4 ip saddr @hosts4 log "
                + "prefix \"x\" drop"
        );
        var runs = lab.Firewall.Runs;

        (await backend.AddressesAsync()).Should().Equal("192.0.2.1");

        lab.Firewall.Runs.Should().Be(runs + 1);
    }

    [Fact]
    public async Task What_others_have_beside_it_is_passed_over()
    {
        using var lab = await NetworkLab.SingleAsync();
        await BlockAsync(lab, new NftablesOptions());
        await lab.Firewall.NftAsync(
            """
            add table inet other
            add set inet other nets4_8 { type ipv4_addr; flags timeout; comment "active-response"; }
            add chain inet other input_nets4_8 { type filter hook input priority 0; }
            add rule inet other input_nets4_8 ip saddr & 255.0.0.0 @nets4_8 drop
            add set inet active_response mine { type ipv4_addr; }
            add set inet active_response nets4_9 { type ipv4_addr; flags timeout; comment "mine"; }
            """
        );

        var (ours, theirs) = await ReadAsync(lab);

        Text(ours!).Should().Be(Text(theirs!));
        ours!.Sets.Should().HaveCount(Addresses.Length);
    }

    [Fact]
    public async Task No_table_is_none_and_a_strange_one_is_not_ours()
    {
        using var lab = await NetworkLab.SingleAsync();
        (await ReadAsync(lab)).Should().Be(((NftablesListing?)null, (NftablesListing?)null));

        await lab.Firewall.NftAsync("add table inet active_response\nadd chain inet active_response input");

        var (ours, theirs) = await ReadAsync(lab);
        new[] { ours!.IsOurs, theirs!.IsOurs }.Should().OnlyContain(static isOurs => !isOurs);
    }

    [Fact]
    public async Task However_many_elements_there_are_they_are_not_read_for_it()
    {
        using var lab = await NetworkLab.SingleAsync();
        SpoilingSocket? socket = null;
        using var backend = SpoilingSocket.BackendIn(lab, opened => socket = opened);
        await backend.ApplyAsync(
            [.. Enumerable.Range(0, 30_000).Select(static i => new FirewallEntry(Some.Prefix($"198.18.{i >> 8}.{i & 255}"), null))],
            [],
            CancellationToken.None
        );
        socket!.Answers.Clear();
        var runs = lab.Firewall.Runs;

        using var reader = new ElementSocket(socket, Table, TimeProvider.System);
        var (isRead, listing) = await reader.ReadTableAsync(CancellationToken.None);

        isRead.Should().BeTrue();
        listing!.IsInForce(["input", "forward"]).Should().BeTrue();
        socket.Answers.Sum(static answer => answer.Length).Should().BeLessThan(64 * 1024);
        lab.Firewall.Runs.Should().Be(runs);
    }

    private static NftablesBackend Backend(NetworkLab lab, NftablesOptions? options = null) =>
        new(options ?? new NftablesOptions(), lab.Firewall, TimeProvider.System, lab.Firewall.Netlink);

    private static async Task BlockAsync(NetworkLab lab, NftablesOptions options)
    {
        using var backend = Backend(lab, options);
        foreach (var address in Addresses)
        {
            await backend.BlockAsync(address);
        }
    }

    private static async Task<(NftablesListing? Ours, NftablesListing? Theirs)> ReadAsync(NetworkLab lab)
    {
        using var socket = new ElementSocket(lab.Firewall.Netlink(out _)!, Table, TimeProvider.System);
        var (isRead, ours) = await socket.ReadTableAsync(CancellationToken.None);
        isRead.Should().BeTrue();
        return (ours, await new NftablesProgram(lab.Firewall).ListAsync(Table, withElements: false, CancellationToken.None));
    }

    private static string Text(NftablesListing listing) =>
        string.Join(
            '\n',
            listing
                .Sets.OrderBy(static set => set.Name, StringComparer.Ordinal)
                .Select(set =>
                    $"{set.Name} input {listing.Refuses("input", set)} forward {listing.Refuses("forward", set)} ours {listing.IsOurs}"
                )
        );
}
