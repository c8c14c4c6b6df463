using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Ipset;
using ActiveResponse.Responders.Firewall.Iptables;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Responders.Firewall.Iptables;
using ActiveResponse.Tests.Responders.Firewall.Nftables;

namespace ActiveResponse.Tests.Responders.Firewall.Ipset;

/// <summary>The real ipset, and what others do to sets and rules meanwhile.</summary>
public class IpsetKernelTests
{
    [Theory]
    [InlineData(IptablesVariant.Nft)]
    [InlineData(IptablesVariant.Legacy)]
    public async Task What_somebody_destroyed_is_put_back_with_the_next_block(IptablesVariant variant)
    {
        using var lab = await IptablesLab.MakeAsync(variant, withIpset: true);
        var backend = Backend(lab);
        await backend.BlockAsync("203.0.113.9");
        await backend.BlockAsync("203.0.113.10");
        await lab.RunAsync("iptables", "-F");
        await lab.RunAsync("iptables", "-X");
        await lab.DestroyAsync("active_response4");

        await backend.BlockAsync("203.0.113.11");

        (await backend.AddressesAsync()).Should().BeEquivalentTo("203.0.113.9", "203.0.113.10", "203.0.113.11");
        (await lab.RulesOfAsync("INPUT")).Should().Equal("-m comment --comment active-response -j active_response_set");
    }

    [Fact]
    public async Task A_process_that_does_not_know_the_set_yet_finds_it_and_fills_it()
    {
        using var lab = await IptablesLab.MakeAsync(IptablesVariant.Nft, withIpset: true);
        await Backend(lab).BlockAsync("203.0.113.9");
        var another = Backend(lab, lab.Ipset with { MaxElements = 500 });

        (await another.ApplyAsync(Many(20), [], CancellationToken.None)).Adds.Should().OnlyContain(static add => add.IsSuccess);
        (await another.ApplyAsync(Many(30), [], CancellationToken.None)).Adds.Should().OnlyContain(static add => add.IsSuccess);

        (await Backend(lab).ListedAsync()).Should().HaveCount(31);
    }

    [Fact]
    public async Task A_long_batch_takes_a_set_that_others_made_anew_in_another_way()
    {
        using var lab = await IptablesLab.MakeAsync(IptablesVariant.Nft, withIpset: true);
        var backend = Backend(lab);
        await backend.BlockAsync("203.0.113.9");
        await lab.Net.Firewall.ExecAsync("ipset", "create", "other", "hash:net", "maxelem", "77", "timeout", "5", "comment");
        await lab.Net.Firewall.ExecAsync("ipset", "swap", "other", "active_response4");

        (await backend.ApplyAsync(Many(20), [], CancellationToken.None)).Adds.Should().OnlyContain(static add => add.IsSuccess);

        (await backend.ListedAsync()).Should().HaveCount(20);
    }

    [Fact]
    public async Task One_element_that_is_refused_in_the_first_batch_keeps_no_other_out()
    {
        using var lab = await IptablesLab.MakeAsync(IptablesVariant.Nft, withIpset: true);
        lab.Net.Firewall.Intercept = static (command, run) => run(IptablesLab.Spoil(command, "192.0.2.7"));

        var result = await Backend(lab).ApplyAsync(Many(20), [], CancellationToken.None);

        result.Adds.Where(static add => !add.IsSuccess).Should().ContainSingle().Which.Detail.Should().StartWith("192.0.2.7: ");
        (await Backend(lab).ListedAsync()).Should().HaveCount(19);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("192.0.2.199")]
    public async Task Nothing_is_left_in_a_new_set_that_no_rule_looks_into(string refused)
    {
        using var lab = await IptablesLab.MakeAsync(IptablesVariant.Nft, withIpset: true);
        lab.Net.Firewall.Intercept = (command, run) =>
            run(
                command.Executable == "iptables-nft-restore"
                    ? command with
                    {
                        StandardInput = "*filter\n-A none -j none\nCOMMIT\n"u8.ToArray(),
                    }
                    : IptablesLab.Spoil(command, refused)
            );

        (await Backend(lab).ApplyAsync(Many(200), [], CancellationToken.None)).Adds.Should().OnlyContain(static add => !add.IsSuccess);

        (await lab.Net.Firewall.ExecAsync("ipset", "save")).Should().NotContain("192.0.2.");
    }

    [Fact]
    public async Task Elements_of_others_in_our_set_stay_and_so_does_the_set()
    {
        using var lab = await IptablesLab.MakeAsync(IptablesVariant.Nft, withIpset: true);
        var backend = Backend(lab);
        await backend.BlockAsync("203.0.113.9");
        await lab.Net.Firewall.ExecAsync("ipset", "add", "active_response4", "198.51.100.7");

        (await backend.AddressesAsync()).Should().Equal("203.0.113.9");
        await backend.UninstallAsync(CancellationToken.None);

        (await lab.Net.Firewall.ExecAsync("ipset", "save"))
            .Should()
            .Contain("add active_response4 198.51.100.7")
            .And.NotContain("203.0.113.9");
    }

    [Fact]
    public async Task A_full_set_fails_what_does_not_fit_and_says_so()
    {
        using var lab = await IptablesLab.MakeAsync(IptablesVariant.Nft, withIpset: true);
        var backend = Backend(lab, lab.Ipset with { MaxElements = 4 });

        var result = await backend.ApplyAsync(Many(40), [], CancellationToken.None);

        var failed = result.Adds.Where(static one => !one.IsSuccess).ToList();
        failed.Should().NotBeEmpty().And.OnlyContain(static one => one.Detail!.Contains("the set is full"));
        (await backend.ListedAsync()).Should().HaveCount(40 - failed.Count);
    }

    [Theory]
    [InlineData(IptablesVariant.Nft)]
    [InlineData(IptablesVariant.Legacy)]
    public async Task Saved_rules_are_refused_while_there_is_no_set_and_without_our_lines_they_are_not(IptablesVariant variant)
    {
        using var lab = await IptablesLab.MakeAsync(variant, withIpset: true);
        var backend = Backend(lab);
        await lab.RunAsync("iptables", "-A", "INPUT", "-s", "198.51.100.7", "-j", "DROP");
        await backend.BlockAsync("203.0.113.9");
        var restore = variant == IptablesVariant.Nft ? "iptables-nft-restore" : "iptables-legacy-restore";
        var saved = await lab.Net.Firewall.ExecAsync(restore.Replace("restore", "save", StringComparison.Ordinal));
        var (all, without) = (Path.GetTempFileName(), Path.GetTempFileName());
        await File.WriteAllTextAsync(all, saved);
        await File.WriteAllLinesAsync(
            without,
            saved.Split('\n').Where(static line => !line.Contains("active_response_set", StringComparison.Ordinal))
        );
        await backend.UninstallAsync(CancellationToken.None);

        await FluentActions.Awaiting(() => lab.Net.Firewall.ExecAsync(restore, all)).Should().ThrowAsync<InvalidOperationException>();
        await lab.Net.Firewall.ExecAsync(restore, without);

        (await lab.RulesOfAsync("INPUT")).Should().Equal("-s 198.51.100.7/32 -j DROP");
        File.Delete(all);
        File.Delete(without);
    }

    [Theory]
    [InlineData("203.0.113.9", "active_response4")]
    [InlineData("198.51.100.0/24", "active_response4")]
    [InlineData("2001:db8::9", "active_response6")]
    public async Task An_element_that_is_blocked_again_for_as_long_as_before_ends_anew(string address, string set)
    {
        using var lab = await IptablesLab.MakeAsync(IptablesVariant.Nft, withIpset: true);
        var clock = new ManualClock();
        var backend = Backend(lab, clock: clock);
        FirewallEntry[] entries = [NftablesBackendExtensions.Entry(address, clock.GetUtcNow().AddSeconds(600))];
        await backend.ApplyAsync(entries, [], CancellationToken.None);

        // As the kernel has it when 590 s have passed.
        await lab.Net.Firewall.ExecAsync(
            "ipset",
            "-exist",
            "add",
            set,
            address,
            "timeout",
            "10",
            "comment",
            "active-response until=1785553047"
        );
        await backend.ApplyAsync(entries, [], CancellationToken.None);

        var saved = await lab.Net.Firewall.ExecAsync("ipset", "save", set);
        int.Parse(System.Text.RegularExpressions.Regex.Match(saved, @"add \S+ \S+ timeout (\d+)").Groups[1].Value)
            .Should()
            .BeInRange(570, 600);
        (await backend.ListedAsync()).Single().Until.Should().Be(clock.GetUtcNow().AddSeconds(600));
    }

    private protected static FirewallEntry[] Many(int count) =>
        [.. Enumerable.Range(0, count).Select(static i => NftablesBackendExtensions.Entry($"192.0.2.{i}"))];

    private protected virtual IpsetBackend Backend(IptablesLab lab, IpsetOptions? options = null, TimeProvider? clock = null) =>
        new(options ?? lab.Ipset, lab.Net.Firewall, clock ?? TimeProvider.System);
}
