using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Xdp;
using ActiveResponse.Responders.Firewall.Xdp.Bpf;
using ActiveResponse.Tests.Responders.Firewall.Nftables;

namespace ActiveResponse.Tests.Responders.Firewall.Xdp;

/// <summary>What is attached and pinned, and what others do to it.</summary>
public sealed class XdpPlaceTests
{
    private const string Host = "203.0.113.9";
    private const string Other = "203.0.113.10";

    [Theory]
    [InlineData(XdpMode.Generic, "lan0 (generic)")]
    [InlineData(XdpMode.Native, "lan0 (native)")]
    [InlineData(XdpMode.Automatic, "lan0 (native)")]
    public async Task The_probe_says_where_it_is_attached_and_how(XdpMode mode, string expected)
    {
        using var lab = await XdpLab.PairAsync();
        var backend = lab.Backend(lab.Options with { Mode = mode });
        (await ProbeAsync(backend)).Should().Contain("lan0 (not attached yet)");

        await backend.BlockAsync(Host);

        (await ProbeAsync(backend)).Should().Contain(expected).And.Contain("0 packets dropped");
    }

    [Fact]
    public async Task Another_program_is_left_alone_and_named()
    {
        using var lab = await XdpLab.PairAsync();
        using var theirs = OtherProgram.Attach(lab);
        var backend = lab.Backend();

        var probe = await backend.ProbeAsync(CancellationToken.None);
        var result = await backend.ApplyAsync([NftablesBackendExtensions.Entry(Host)], [], CancellationToken.None);

        probe.IsUsable.Should().BeFalse();
        probe.Reason.Should().Contain("lan0 has another XDP program").And.Contain($"'{OtherProgram.Name}'").And.Contain("user 0");
        result.Adds.Single().Outcome.Should().Be(ActionOutcome.Failed);
        result.Adds.Single().Detail.Should().Be(probe.Reason);
        Directory.Exists(lab.Pins).Should().BeFalse("nothing is left of the attempt");
        (await lab.Network.Firewall.ExecAsync("ip", "link", "show", "dev", "lan0")).Should().Contain("prog/xdp");
    }

    [Fact]
    public async Task Blocks_whose_program_is_detached_are_not_in_force_and_the_next_block_attaches_it_again()
    {
        using var lab = await XdpLab.PairAsync();
        var backend = lab.Backend();
        await backend.BlockAsync(Host);
        lab.Detach(XdpLab.Interface);
        (await backend.ListedAsync()).Should().BeEmpty();

        await backend.BlockAsync(Other);

        (await backend.AddressesAsync()).Should().BeEquivalentTo(Host, Other);
        (await lab.DescribeAsync()).Should().Contain("lan0").And.Contain("link_");
    }

    [Fact]
    public async Task After_all_is_removed_the_next_block_restores_what_this_process_has_made()
    {
        using var lab = await XdpLab.PairAsync();
        var backend = lab.Backend();
        await backend.BlockAsync(Host, DateTimeOffset.UtcNow.AddHours(1));
        await backend.BlockAsync("2001:db8:7::/48");
        await lab.Backend().UninstallAsync(CancellationToken.None);
        (await backend.ListedAsync()).Should().BeEmpty();

        await backend.BlockAsync(Other);

        (await backend.AddressesAsync()).Should().BeEquivalentTo(Host, Other, "2001:db8:7::/48");
    }

    [Theory]
    [InlineData("hosts4")]
    [InlineData("networks6")]
    [InlineData("dropped")]
    [InlineData("program")]
    public async Task Whatever_is_gone_is_made_again_and_the_program_looks_into_it(string gone)
    {
        using var lab = await XdpLab.PairAsync();
        using var traffic = new FirewallTraffic(lab.Network, ipv6: false, () => Task.FromResult(lab.Dropped()));
        var backend = lab.Backend();
        await backend.BlockAsync("198.51.100.7");
        File.Delete($"{lab.Pins}/{gone}");
        (await backend.ListedAsync()).Should().BeEmpty();

        await backend.BlockAsync(NetworkLab.Client4);

        (await backend.AddressesAsync()).Should().BeEquivalentTo("198.51.100.7", NetworkLab.Client4);
        await traffic.NoConnectionAsync();
    }

    [Fact]
    public async Task A_lift_is_true_even_if_the_pin_of_a_table_is_gone()
    {
        using var lab = await XdpLab.PairAsync();
        using var traffic = new FirewallTraffic(lab.Network, ipv6: false, () => Task.FromResult(lab.Dropped()));
        await lab.Backend().BlockAsync(NetworkLab.Client4);
        await traffic.NoConnectionAsync();
        File.Delete($"{lab.Pins}/hosts4");

        await lab.Backend().LetInAsync(NetworkLab.Client4);

        await traffic.ConnectAsync();
    }

    [Fact]
    public async Task A_lift_where_nothing_is_makes_nothing()
    {
        using var lab = await XdpLab.PairAsync();
        var before = await lab.DescribeAsync();

        (await lab.Backend().LetInAsync(Host)).Should().Be(ActionOutcome.AlreadyLifted);
        (await lab.Backend().ListedAsync()).Should().BeEmpty();

        (await lab.DescribeAsync()).Should().Be(before);
    }

    [Fact]
    public async Task A_folder_that_others_may_write_is_not_trusted()
    {
        using var lab = await XdpLab.PairAsync();
        Directory.CreateDirectory(lab.Pins);
        await lab.Network.Firewall.ExecAsync("chmod", "777", lab.Pins);

        var result = await lab.Backend().ApplyAsync([NftablesBackendExtensions.Entry(Host)], [], CancellationToken.None);

        result.Adds.Single().Detail.Should().Contain("isn't a folder that only root or this user may write").And.Contain("Pins");
        (await lab.DescribeAsync()).Should().NotContain("xdpgeneric");
    }

    [Theory]
    [InlineData("777")]
    [InlineData("770")]
    public async Task What_others_may_replace_is_not_trusted(string mode)
    {
        using var lab = await XdpLab.PairAsync();
        await lab.Backend().BlockAsync(Host);
        await lab.Network.Firewall.ExecAsync("chmod", mode, lab.Folder);

        await RefusesAllAsync(lab, "may replace what is in");

        await lab.Network.Firewall.ExecAsync("chmod", "1777", lab.Folder);
        (await lab.Backend().AddressesAsync()).Should().Equal(Host);
    }

    [Fact]
    public async Task A_folder_of_somebody_else_is_not_trusted()
    {
        using var lab = await XdpLab.PairAsync();
        await lab.Backend().BlockAsync(Host);
        await lab.Network.Firewall.ExecAsync("chown", "65534", lab.Folder);

        await RefusesAllAsync(lab, "may replace what is in");
    }

    [Theory]
    [InlineData("hosts4", "chmod", "666")]
    [InlineData("program", "chown", "65534")]
    public async Task A_pin_that_others_may_write_is_not_trusted(string pin, string change, string to)
    {
        using var lab = await XdpLab.PairAsync();
        await lab.Backend().BlockAsync(Host);
        await lab.Network.Firewall.ExecAsync(change, to, $"{lab.Pins}/{pin}");

        await RefusesAllAsync(lab, "isn't of root or this user alone");
    }

    private static async Task RefusesAllAsync(XdpLab lab, string why)
    {
        var backend = lab.Backend();
        (await backend.ProbeAsync(CancellationToken.None))
            .Should()
            .Match<FirewallProbe>(probe => !probe.IsUsable && probe.Reason.Contains(why, StringComparison.Ordinal));
        (await backend.ApplyAsync([NftablesBackendExtensions.Entry(Other)], [], CancellationToken.None))
            .Adds.Single()
            .Should()
            .Match<ResponderResult>(one => one.Outcome == ActionOutcome.Failed && one.Detail!.Contains(why, StringComparison.Ordinal));
        await backend.Awaiting(static it => it.ListAsync(CancellationToken.None).AsTask()).Should().ThrowAsync<IOException>();
    }

    [Fact]
    public async Task What_has_ended_is_taken_out_by_the_next_look()
    {
        using var lab = await XdpLab.PairAsync();
        var backend = lab.Backend();
        await backend.BlockAsync(Host, DateTimeOffset.UtcNow.AddMinutes(-1));
        await backend.BlockAsync("198.51.100.0/24", DateTimeOffset.UtcNow.AddMinutes(-1));
        await backend.BlockAsync(Other);
        Count().Should().Be(3);

        (await backend.AddressesAsync()).Should().Equal(Other);

        Count().Should().Be(1);

        int Count()
        {
            using var maps = new XdpPins(lab.Options).OpenMaps();
            var count = 0;
            for (var number = 0; number < XdpMaps.Counters; number++)
            {
                BpfMapReader.ReadAll(maps![number], (_, _) => count++);
            }

            return count;
        }
    }

    [Fact]
    public async Task A_later_start_adopts_blocks_program_and_attachment()
    {
        using var lab = await XdpLab.PairAsync();
        await lab.Backend().BlockAsync(Host);
        var before = Numbers(lab);

        await lab.Backend().BlockAsync(Other);

        Numbers(lab).Should().Be(before);
        (await lab.Backend().AddressesAsync()).Should().BeEquivalentTo(Host, Other);
    }

    [Fact]
    public async Task A_program_of_another_version_is_replaced_while_its_link_stays()
    {
        using var lab = await XdpLab.PairAsync();
        using var traffic = new FirewallTraffic(lab.Network, ipv6: false, () => Task.FromResult(lab.Dropped()));
        await lab.Backend().BlockAsync(Host);
        var pins = new XdpPins(lab.Options);
        using (var older = OtherProgram.Load())
        using (var link = pins.OpenLink(lab.IndexOf(XdpLab.Interface)))
        {
            BpfLink.Replace(link!, older).Should().Be(0);
            pins.KeepProgram(older);
        }

        var (program, attachment) = Numbers(lab);
        await traffic.ConnectAsync();

        await lab.Backend().BlockAsync(NetworkLab.Client4);

        Numbers(lab).Link.Should().Be(attachment);
        Numbers(lab).Program.Should().NotBe(program);
        await traffic.NoConnectionAsync();
    }

    [Fact]
    public async Task Maps_of_another_form_are_left_alone()
    {
        using var lab = await XdpLab.PairAsync();
        Directory.CreateDirectory(lab.Pins);
        using (var map = BpfMap.Create(new BpfMapForm("theirs", BpfMapKind.Hash, KeyLength: 8, ValueLength: 8, Room: 4)))
        {
            BpfObject.Pin(map.File, $"{lab.Pins}/hosts4").Should().Be(0);
        }

        var result = await lab.Backend().ApplyAsync([NftablesBackendExtensions.Entry(Host)], [], CancellationToken.None);

        result.Adds.Single().Detail.Should().Contain("hosts4 exists and isn't ours").And.Contain("Pins");
        File.Exists($"{lab.Pins}/hosts4").Should().BeTrue();
    }

    [Fact]
    public async Task A_full_table_fails_what_is_too_much_and_says_so()
    {
        using var lab = await XdpLab.PairAsync();
        var backend = lab.Backend(lab.Options with { MaxElements = 3 });
        FirewallEntry[] entries = [.. Enumerable.Range(1, 5).Select(static i => NftablesBackendExtensions.Entry($"203.0.113.{i}"))];

        var results = (await backend.ApplyAsync(entries, [], CancellationToken.None)).Adds;

        results.Count(static result => result.IsSuccess).Should().Be(3);
        results
            .Where(static result => !result.IsSuccess)
            .Should()
            .OnlyContain(static result => result.Detail!.Contains("full (3 entries)"));
        (await backend.ListedAsync()).Should().HaveCount(3);
        (await backend.ApplyAsync([entries[0]], [entries[1].Address], CancellationToken.None)).Adds.Single().IsSuccess.Should().BeTrue();
        await backend.BlockAsync("198.51.100.7");
    }

    [Fact]
    public async Task Named_interfaces_that_are_no_longer_named_are_let_go()
    {
        using var lab = await XdpLab.RoutedAsync();
        await lab.Backend(lab.Options with { Interfaces = ["lan0", "lan1"] }).BlockAsync(Host);
        Directory.GetFiles(lab.Pins, "link_*").Should().HaveCount(2);

        await lab.Backend().BlockAsync(Other);

        Directory.GetFiles(lab.Pins, "link_*").Should().ContainSingle();
    }

    private static (uint Program, uint Link) Numbers(XdpLab lab)
    {
        var pins = new XdpPins(lab.Options);
        using var program = pins.OpenProgram();
        using var link = pins.OpenLink(lab.IndexOf(XdpLab.Interface));
        return (BpfObject.NumberOf(program!), BpfObject.NumberOf(link!));
    }

    private static async Task<string> ProbeAsync(IFirewallBackend backend)
    {
        var probe = await backend.ProbeAsync(CancellationToken.None);
        probe.IsUsable.Should().BeTrue(probe.Reason);
        return probe.Reason;
    }
}
