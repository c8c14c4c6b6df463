using ActiveResponse.Configuration;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Iptables;
using ActiveResponse.Tests.Responders.Firewall.Nftables;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Responders.Firewall.Iptables;

/// <summary>The same where the kernel says by a number whether rules have changed, and what that spares.</summary>
public sealed class IptablesNetlinkTests : IptablesKernelTests
{
    private const string Jump = "-m comment --comment active-response -j active_response";

    [Fact]
    public async Task A_change_beside_rules_that_nobody_changed_runs_one_program()
    {
        using var lab = await IptablesLab.MakeAsync(IptablesVariant.Nft);
        using var backend = Backend(lab);
        await backend.BlockAsync("192.0.2.1");
        var runs = lab.Net.Firewall.Runs;

        for (var i = 2; i < 10; i++)
        {
            await backend.BlockAsync($"192.0.2.{i}", TimeProvider.System.GetUtcNow().AddHours(1));
            (await backend.LetInAsync($"192.0.2.{i - 1}")).Should().Be(ActionOutcome.Lifted);
        }

        lab.Net.Firewall.Runs.Should().Be(runs + 16);
        (await backend.LetInAsync("192.0.2.1")).Should().Be(ActionOutcome.AlreadyLifted);
        lab.Net.Firewall.Runs.Should().Be(runs + 16, "there was nothing to do");
        (await backend.AddressesAsync()).Should().Equal("192.0.2.9");
    }

    [Fact]
    public async Task A_change_of_one_family_does_not_make_the_other_read_its_rules()
    {
        using var lab = await IptablesLab.MakeAsync(IptablesVariant.Nft);
        using var backend = Backend(lab);
        await backend.BlockAsync("192.0.2.1");
        await backend.BlockAsync("2001:db8::1");
        var runs = lab.Net.Firewall.Runs;

        for (var i = 2; i < 10; i++)
        {
            await backend.BlockAsync($"192.0.2.{i}");
            await backend.BlockAsync($"2001:db8::{i}");
        }

        lab.Net.Firewall.Runs.Should().Be(runs + 16);
        (await backend.AddressesAsync()).Should().HaveCount(18);
    }

    [Fact]
    public async Task What_others_change_during_our_change_of_the_other_family_is_seen_by_the_next()
    {
        using var lab = await IptablesLab.MakeAsync(IptablesVariant.Nft);
        using var backend = Backend(lab);
        await backend.BlockAsync("192.0.2.1");
        await backend.BlockAsync("2001:db8::1");
        lab.Net.Firewall.Intercept = async (command, run) =>
        {
            var result = await run(command);
            await lab.RunAsync("iptables", ["-D", "INPUT", .. Jump.Split(' ')]);
            return result;
        };
        await backend.BlockAsync("2001:db8::2");
        lab.Net.Firewall.Intercept = null;

        await backend.BlockAsync("192.0.2.2");

        (await lab.RulesOfAsync("INPUT")).Should().Equal(Jump);
    }

    [Fact]
    public async Task With_the_legacy_iptables_the_rules_are_read_each_time()
    {
        using var lab = await IptablesLab.MakeAsync(IptablesVariant.Legacy);
        using var backend = Backend(lab);
        await backend.BlockAsync("192.0.2.1");
        await lab.RunAsync("iptables", ["-D", "INPUT", .. Jump.Split(' ')]);

        await backend.BlockAsync("192.0.2.2");

        (await lab.RulesOfAsync("INPUT")).Should().Equal(Jump);
    }

    [Fact]
    public async Task What_others_change_during_our_change_is_seen_by_the_next()
    {
        using var lab = await IptablesLab.MakeAsync(IptablesVariant.Nft);
        using var backend = Backend(lab);
        await backend.BlockAsync("192.0.2.1");
        await backend.BlockAsync("192.0.2.2");
        lab.Net.Firewall.Intercept = async (command, run) =>
        {
            var result = await run(command);
            await lab.RunAsync("iptables", ["-D", "INPUT", .. Jump.Split(' ')]);
            return result;
        };
        await backend.BlockAsync("192.0.2.3");
        lab.Net.Firewall.Intercept = null;

        await backend.BlockAsync("192.0.2.4");

        (await lab.RulesOfAsync("INPUT")).Should().Equal(Jump);
    }

    [Fact]
    public async Task A_refused_change_of_known_rules_is_tried_with_those_that_are_there()
    {
        using var lab = await IptablesLab.MakeAsync(IptablesVariant.Nft);
        using var backend = Backend(lab);
        await backend.BlockAsync("192.0.2.1");
        var isFirst = true;
        lab.Net.Firewall.Intercept = (command, run) =>
        {
            var spoilt = isFirst ? IptablesLab.Spoil(command, "192.0.2.2") : command;
            isFirst = false;
            return run(spoilt);
        };

        await backend.BlockAsync("192.0.2.2");

        isFirst.Should().BeFalse();
        (await backend.AddressesAsync()).Should().BeEquivalentTo("192.0.2.1", "192.0.2.2");
    }

    [Fact]
    public async Task Whatever_is_changed_in_any_order_is_in_place_as_ordered()
    {
        using var lab = await IptablesLab.MakeAsync(IptablesVariant.Nft);
        using var backend = Backend(lab);
        var random = new Random(23);
        var start = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        Dictionary<AddressPrefix, DateTimeOffset?> expected = [];
        for (var step = 0; step < 40; step++)
        {
            if (step % 13 == 12)
            {
                await lab.RunAsync("iptables", "-A", "INPUT", "-s", "198.51.100.7", "-j", "DROP");
            }

            var adds = Enumerable
                .Range(0, random.Next(12))
                .Select(_ => new FirewallEntry(Any(random), random.Next(3) == 0 ? null : start.AddSeconds(random.Next(900, 9000))))
                .DistinctBy(static entry => entry.Address)
                .ToList();
            var removes = Enumerable.Range(0, random.Next(25)).Select(_ => Any(random)).Distinct().ToList();
            removes.RemoveAll(address => adds.Exists(entry => entry.Address == address));

            var result = await backend.ApplyAsync(adds, removes, CancellationToken.None);

            result.Adds.All(static one => one.Outcome == ActionOutcome.Applied).Should().BeTrue();
            result
                .Removes.Select(static one => one.Outcome)
                .Should()
                .Equal(removes.Select(one => expected.ContainsKey(one) ? ActionOutcome.Lifted : ActionOutcome.AlreadyLifted));
            removes.ForEach(address => expected.Remove(address));
            adds.ForEach(entry => expected[entry.Address] = entry.Until);
        }

        (await Backend(lab).ListedAsync()).Should().BeEquivalentTo(expected.Select(static pair => new FirewallEntry(pair.Key, pair.Value)));
    }

    private protected override IptablesBackend Backend(IptablesLab lab) =>
        new(lab.Options, lab.Net.Firewall, TimeProvider.System, lab.Net.Firewall.Netlink);

    private static AddressPrefix Any(Random random) =>
        Some.Prefix(random.Next(2) == 0 ? $"192.0.2.{random.Next(30)}" : $"2001:db8:{random.Next(30):x}::/48");
}
