using System.Net;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Ipset;
using ActiveResponse.Responders.Firewall.Iptables;
using ActiveResponse.Responders.Firewall.Nftables.Netlink;
using ActiveResponse.Tests.Responders.Firewall.Iptables;
using ActiveResponse.Tests.Responders.Firewall.Nftables;
using ActiveResponse.Tests.Responders.Firewall.Nftables.Netlink;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Responders.Firewall.Ipset.Netlink;

/// <summary>The same over the socket, and what only a socket can do.</summary>
public sealed class IpsetNetlinkTests : IpsetKernelTests
{
    private const string Jump = "-m comment --comment active-response -j active_response_set";

    private readonly List<SpoilingSocket> _sockets = [];

    private SpoilingSocket Elements => _sockets.First(static socket => socket.Subsystem == 6);

    [Fact]
    public async Task Blocks_and_lifts_beside_rules_that_nobody_changed_start_no_program()
    {
        using var lab = await IptablesLab.MakeAsync(IptablesVariant.Nft, withIpset: true);
        using var backend = Backend(lab);
        foreach (var address in (string[])["192.0.2.1", "192.0.2.2", "2001:db8::1", "2001:db8::2"])
        {
            await backend.BlockAsync(address);
        }

        // One block of each family after the rules were made has seen that they are complete.
        await backend.BlockAsync("192.0.2.3");
        await backend.BlockAsync("2001:db8::3");
        var runs = lab.Net.Firewall.Runs;

        for (var i = 4; i < 50; i++)
        {
            await backend.BlockAsync($"192.0.2.{i}", TimeProvider.System.GetUtcNow().AddHours(1));
            await backend.BlockAsync($"2001:db8::{i:x}");
            await backend.LetInAsync($"192.0.2.{i - 1}");
            await backend.LetInAsync($"2001:db8::{i - 1:x}");
        }

        lab.Net.Firewall.Runs.Should().Be(runs);
        (await backend.AddressesAsync())
            .Should()
            .BeEquivalentTo("192.0.2.1", "192.0.2.2", "192.0.2.49", "2001:db8::1", "2001:db8::2", "2001:db8::31");
    }

    [Theory]
    [InlineData(IptablesVariant.Nft)]
    [InlineData(IptablesVariant.Legacy)]
    public async Task A_jump_that_somebody_deleted_is_back_with_the_next_block(IptablesVariant variant)
    {
        using var lab = await IptablesLab.MakeAsync(variant, withIpset: true);
        using var backend = Backend(lab);
        for (var i = 1; i < 5; i++)
        {
            await backend.BlockAsync($"192.0.2.{i}");
        }

        await lab.RunAsync("iptables", ["-D", "INPUT", .. Jump.Split(' ')]);

        await backend.BlockAsync("192.0.2.5");

        (await lab.RulesOfAsync("INPUT")).Should().Equal(Jump);
    }

    [Fact]
    public async Task Only_the_element_that_the_kernel_refuses_fails()
    {
        using var lab = await IptablesLab.MakeAsync(IptablesVariant.Nft, withIpset: true);
        using var backend = Backend(lab);
        await backend.BlockAsync("203.0.113.8");
        await backend.BlockAsync("203.0.113.9");
        Elements.OnSend = static message => SpoilingSocket.SpoilKey(message, IPAddress.Parse("192.0.2.7").GetAddressBytes());

        var result = await backend.ApplyAsync(Many(20), [], CancellationToken.None);

        result
            .Adds.Where(static add => !add.IsSuccess)
            .Should()
            .ContainSingle()
            .Which.Detail.Should()
            .StartWith("192.0.2.7: the kernel refuses the element: ");
        (await backend.ListedAsync()).Should().HaveCount(21);
    }

    [Fact]
    public async Task A_set_that_was_full_later_fails_what_does_not_fit_and_says_so()
    {
        using var lab = await IptablesLab.MakeAsync(IptablesVariant.Nft, withIpset: true);
        using var backend = Backend(lab, lab.Ipset with { MaxElements = 4 });
        await backend.BlockAsync("192.0.2.200");

        var result = await backend.ApplyAsync(Many(40), [], CancellationToken.None);

        var failed = result.Adds.Where(static one => !one.IsSuccess).ToList();
        failed.Should().NotBeEmpty().And.OnlyContain(static one => one.Detail!.Contains("the set is full"));
        (await backend.ListedAsync()).Should().HaveCount(41 - failed.Count);
    }

    [Fact]
    public async Task Changes_whose_reply_is_lost_are_made_again()
    {
        using var lab = await IptablesLab.MakeAsync(IptablesVariant.Nft, withIpset: true);
        using var backend = Backend(lab);
        await backend.BlockAsync("203.0.113.9");
        await backend.BlockAsync("203.0.113.10");
        Elements.OnSend = static message => SpoilingSocket.SpoilKey(message, IPAddress.Parse("192.0.2.7").GetAddressBytes());

        Elements.Losses = 3;
        var result = await backend.ApplyAsync(Many(20), [Some.Prefix("203.0.113.9")], CancellationToken.None);

        result.Adds.Count(static add => !add.IsSuccess).Should().Be(1);
        result.Removes.Single().IsSuccess.Should().BeTrue();
        (await backend.ListedAsync()).Should().HaveCount(20);
    }

    [Fact]
    public async Task A_change_whose_reply_is_lost_each_time_fails_and_may_be_in_place()
    {
        using var lab = await IptablesLab.MakeAsync(IptablesVariant.Nft, withIpset: true);
        using var backend = Backend(lab);
        await backend.BlockAsync("203.0.113.9");
        await backend.BlockAsync("203.0.113.10");
        Elements.Losses = int.MaxValue;

        var result = await backend.ApplyAsync(Many(3), [], CancellationToken.None);

        result.Adds.Should().OnlyContain(static add => add.Outcome == ActionOutcome.Failed && add.MayBeInPlace);
        Elements.Losses = 2;
        (await backend.ListedAsync()).Should().HaveCount(5, "a list with lost parts is read again");
    }

    [Fact]
    public async Task Where_the_socket_is_refused_the_programs_do_it_and_the_probe_says_why()
    {
        using var lab = await IptablesLab.MakeAsync(IptablesVariant.Nft, withIpset: true);
        using var backend = new IpsetBackend(lab.Ipset, lab.Net.Firewall, TimeProvider.System, Refused);

        (await backend.ProbeAsync(CancellationToken.None))
            .Reason.Should()
            .Contain("Elements go through the ipset program, as a netlink socket is refused: Permission denied (error 13).");
        await backend.BlockAsync("192.0.2.1");
        await backend.BlockAsync("192.0.2.2");
        await backend.LetInAsync("192.0.2.1");
        (await backend.AddressesAsync()).Should().Equal("192.0.2.2");

        static INetlinkSocket? Refused(out int error)
        {
            error = 13;
            return null;
        }
    }

    [Fact]
    public async Task A_socket_that_fails_later_is_given_up_for_the_program_and_nothing_is_lost()
    {
        using var lab = await IptablesLab.MakeAsync(IptablesVariant.Nft, withIpset: true);
        using var backend = Backend(lab);
        await backend.BlockAsync("192.0.2.1");
        await backend.BlockAsync("192.0.2.2");

        _sockets.ForEach(static socket => socket.Refuse = static () => 9);
        await backend.BlockAsync("192.0.2.3");

        (await backend.AddressesAsync()).Should().BeEquivalentTo("192.0.2.1", "192.0.2.2", "192.0.2.3");
        var opened = _sockets.Count;
        (await backend.ProbeAsync(CancellationToken.None)).Reason.Should().Contain("Elements go over a netlink socket.");
        await backend.BlockAsync("192.0.2.4");
        _sockets.Skip(opened).Should().ContainSingle(static socket => socket.Subsystem == 6, "a probe tries anew");
    }

    [Fact]
    public async Task What_the_socket_lists_is_what_the_program_lists()
    {
        using var lab = await IptablesLab.MakeAsync(IptablesVariant.Nft, withIpset: true);
        using var backend = Backend(lab);
        var now = TimeProvider.System.GetUtcNow();
        FirewallEntry[] entries =
        [
            .. Many(50),
            NftablesBackendExtensions.Entry("198.51.100.0/24", now.AddMinutes(10)),
            NftablesBackendExtensions.Entry("128.0.0.0/1", now.AddDays(300)),
            NftablesBackendExtensions.Entry("2001:db8::/32", now.AddDays(1)),
            NftablesBackendExtensions.Entry("2001:db8:1::7"),
        ];
        (await backend.ApplyAsync(entries, [], CancellationToken.None)).Adds.Should().OnlyContain(static add => add.IsSuccess);
        foreach (
            var foreign in (string[][])
                [
                    ["203.0.113.1"],
                    ["203.0.113.2", "comment", "active-response until="],
                    ["203.0.113.3", "comment", "active-response until=9999999999999999999"],
                    ["203.0.113.4", "comment", "active-responses"],
                    ["203.0.113.5", "comment", new string('é', 100)],
                    ["198.51.100.7", "nomatch", "comment", "active-response"],
                ]
        )
        {
            await lab.Net.Firewall.ExecAsync(["ipset", "add", "active_response4", .. foreign]);
        }

        var byProgram = await new IpsetBackend(lab.Ipset, lab.Net.Firewall, TimeProvider.System).ListedAsync();

        (await backend.ListedAsync()).Should().BeEquivalentTo(byProgram);
        byProgram.Should().HaveCount(entries.Length);
    }

    [Theory]
    [InlineData("hash:ip", "timeout", "0", "comment")]
    [InlineData("hash:net", "comment")]
    [InlineData("hash:net", "timeout", "0")]
    [InlineData("hash:net", "family", "inet6", "timeout", "0", "comment")]
    public async Task A_set_of_another_kind_is_not_taken_over(params string[] kind)
    {
        using var lab = await IptablesLab.MakeAsync(IptablesVariant.Nft, withIpset: true);
        await lab.Net.Firewall.ExecAsync(["ipset", "create", "active_response4", .. kind]);
        using var backend = Backend(lab);

        var result = (await backend.ApplyAsync(Many(1), [], CancellationToken.None)).Adds.Single();

        result.Outcome.Should().Be(ActionOutcome.Failed);
        result.Detail.Should().Contain("the set active_response4 exists and isn't ours.");
    }

    [Theory]
    [InlineData("hash:net", "timeout", "0")]
    [InlineData("hash:net", "comment")]
    public async Task A_set_of_another_kind_that_took_the_place_of_ours_is_named_with_the_remedy(params string[] kind)
    {
        using var lab = await IptablesLab.MakeAsync(IptablesVariant.Nft, withIpset: true);
        using var backend = Backend(lab);
        await backend.BlockAsync("192.0.2.1");
        await backend.BlockAsync("192.0.2.2");
        await lab.Net.Firewall.ExecAsync(["ipset", "create", "other", .. kind]);
        await lab.Net.Firewall.ExecAsync("ipset", "swap", "other", "active_response4");

        for (var i = 0; i < 2; i++)
        {
            var result = (await backend.ApplyAsync(Many(1), [], CancellationToken.None)).Adds.Single();

            result.Outcome.Should().Be(ActionOutcome.Failed);
            result.Detail.Should().Contain("the set active_response4 exists and isn't ours. Set another name for ours.");
        }
    }

    [Theory]
    [InlineData(64 * 1024 * 1024)]
    [InlineData(8 * 1024)]
    public async Task As_many_as_there_are_land_and_are_listed_and_lifted(int largest)
    {
        using var lab = await IptablesLab.MakeAsync(IptablesVariant.Nft, withIpset: true);
        using var backend = new IpsetBackend(
            lab.Ipset,
            lab.Net.Firewall,
            TimeProvider.System,
            SpoilingSocket.In(lab.Net, socket => socket.LargestMessage = Math.Min(largest, socket.LargestMessage))
        );
        await backend.BlockAsync("203.0.113.9");
        FirewallEntry[] entries =
        [
            .. Enumerable
                .Range(0, 10_000)
                .SelectMany(static i =>
                    new[]
                    {
                        NftablesBackendExtensions.Entry($"198.18.{i >> 8}.{i & 255}", DateTimeOffset.UnixEpoch.AddYears(90)),
                        NftablesBackendExtensions.Entry($"2001:db8::{i:x}"),
                    }
                ),
        ];

        var batch = await backend.ApplyAsync(entries, [], CancellationToken.None);

        batch.Adds.Should().OnlyContain(static result => result.Outcome == ActionOutcome.Applied);
        (await backend.ListedAsync()).ToHashSet().IsProperSupersetOf(entries).Should().BeTrue();
        (await backend.ApplyAsync([], [.. entries.Select(static entry => entry.Address)], CancellationToken.None))
            .Removes.Should()
            .OnlyContain(static result => result.IsSuccess);
        (await backend.AddressesAsync()).Should().Equal("203.0.113.9");
    }

    private protected override IpsetBackend Backend(IptablesLab lab, IpsetOptions? options = null, TimeProvider? clock = null) =>
        new(options ?? lab.Ipset, lab.Net.Firewall, clock ?? TimeProvider.System, SpoilingSocket.In(lab.Net, _sockets.Add));
}
