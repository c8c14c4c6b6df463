using ActiveResponse.Execution;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Selection;
using ActiveResponse.State;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Responders.Firewall.Nftables;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Tests.Responders.Firewall.Selection;

/// <summary>What <c>firewall-drop</c> does with the firewalls it finds.</summary>
public sealed class FirewallDropTests
{
    private readonly ProbedFirewall _first = new("first");
    private readonly ProbedFirewall _second = new("second");
    private readonly ProbedFirewall _third = new("third");

    [Fact]
    public async Task Takes_the_first_that_can_be_used_and_says_which_and_why_not_the_others()
    {
        _first.Gone("it is not running");
        await using var host = new DropHost(_first, _second, _third);
        await host.Engine.StartAsync();

        (await host.BlockAsync("203.0.113.9")).Outcome.Should().Be(ActionOutcome.Applied);

        _second.Addresses.Should().Equal("203.0.113.9");
        _third.Addresses.Should().BeEmpty();
        host.Log.Texts(307)
            .Should()
            .ContainSingle()
            .Which.Should()
            .StartWith("'firewall-drop' uses second (works); unusable: first: it is not running");
        (await host.RecordAsync("203.0.113.9")).Place.Should().Be("second");
    }

    [Fact]
    public async Task One_that_new_blocks_do_not_go_to_is_not_probed_while_it_holds_nothing()
    {
        _third.IsVacant = true;
        await using var host = new DropHost(new FirewallDropOptions { Use = ["first"] }, null, null, _first, _second, _third);

        await host.BlockAsync("203.0.113.9");
        await host.LiftAsync("203.0.113.9");

        _second.Probes.Should().Be(1, "it may hold blocks of an earlier run");
        _third.Probes.Should().Be(0);
    }

    [Fact]
    public async Task A_block_that_was_made_by_one_that_holds_nothing_now_is_lifted_there()
    {
        var store = new InMemoryResponseStore();
        await using (var earlier = new DropHost(new FirewallDropOptions { Use = ["third"] }, null, store, _first, _third))
        {
            await earlier.BlockAsync("203.0.113.9");
            (await earlier.RecordAsync("203.0.113.9")).Place.Should().Be("third");
        }

        await _third.UninstallAsync(CancellationToken.None);
        _third.IsVacant = true;
        await using var host = new DropHost(new FirewallDropOptions { Use = ["first"] }, null, store, _first, _third);
        await host.Engine.StartAsync();

        // Restored in the first, and on record in the third: where one of them isn't asked, the lift fails.
        (await host.LiftAsync("203.0.113.9"))
            .Outcome.Should()
            .Be(ActionOutcome.Lifted);
    }

    [Theory]
    [InlineData(true, ActionOutcome.Lifted)]
    [InlineData(false, ActionOutcome.Failed)]
    public async Task A_block_is_lifted_also_where_no_new_one_can_be_made_if_that_firewall_can(bool can, ActionOutcome expected)
    {
        await using var host = new DropHost(_first, _second);
        await host.BlockAsync("203.0.113.9");
        (_first.IsVacant, _first.LiftsWhileUnusable) = (false, can);
        _first.Gone("no interface has a default route").Answer = ResponderResult.Failed("no interface has a default route");
        (await host.BlockAsync("203.0.113.10")).Outcome.Should().Be(ActionOutcome.Applied);
        _second.Addresses.Should().Equal("203.0.113.10");
        _first.Answer = null;

        (await host.LiftAsync("203.0.113.9")).Outcome.Should().Be(expected);
        _first.Addresses.Should().HaveCount(can ? 0 : 1);
    }

    [Fact]
    public async Task A_block_that_a_pair_holds_is_the_pairs_alone_and_counts_as_gone_when_one_half_is_lost()
    {
        IFirewallBackend[] parts = [new InMemoryFirewall("one"), new InMemoryFirewall("two")];
        var pair = FirewallBackends.Both(parts[0], parts[1]);
        await pair.BlockAsync("203.0.113.9");
        await using var host = new DropHost(new FirewallDropOptions { Use = [pair.Name] }, null, null, pair, parts[0], parts[1]);
        await host.Engine.StartAsync();
        (await host.RecordAsync("203.0.113.9")).Place.Should().Be(pair.Place);

        await parts[1].LetInAsync("203.0.113.9");

        (await host.Engine.VerifyInPlaceAsync()).SelectMany(static report => report.Missing).Should().ContainSingle();
    }

    [Fact]
    public async Task Uses_the_ones_it_is_told_to_in_that_order()
    {
        await using var host = new DropHost(new FirewallDropOptions { Use = ["third", "first"] }, null, null, _first, _second, _third);
        await host.BlockAsync("203.0.113.9");
        _third.Answer = ResponderResult.Failed("it broke");

        await host.BlockAsync("203.0.113.10");

        _third.Addresses.Should().Equal("203.0.113.9");
        _first.Addresses.Should().Equal("203.0.113.10");
        _second.Addresses.Should().BeEmpty();
    }

    [Fact]
    public void Refuses_a_choice_that_is_not_there() =>
        FluentActions
            .Invoking(() =>
                new FirewallSelection(
                    [_first],
                    [],
                    new FirewallDropOptions { Use = ["nftabels"] },
                    new ManualClock(),
                    NullLogger<FirewallSelection>.Instance
                )
            )
            .Should()
            .Throw<OptionsValidationException>()
            .WithMessage("FirewallDropOptions.Use must name firewalls of first but names 'nftabels'");

    [Fact]
    public async Task Goes_on_to_the_next_when_one_fails_and_takes_the_block_back_there()
    {
        await using var host = new DropHost(_first, _second);
        _first.Answer = ResponderResult.Failed("it broke");

        var applied = await host.BlockAsync("203.0.113.9");

        (applied.Outcome, applied.Detail).Should().Be((ActionOutcome.Applied, "by second; first failed: it broke"));
        _second.Addresses.Should().Equal("203.0.113.9");
        host.Clock.Advance(TimeSpan.FromSeconds(600));
        await host.Engine.DrainAsync();
        _second.Addresses.Should().BeEmpty();
        (await host.Engine.ListAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task One_that_hangs_leaves_time_for_the_next_and_is_cleaned_up_when_the_block_ends()
    {
        await using var host = new DropHost(_first, _second);
        await host.Engine.StartAsync();
        _first.Hangs = true;

        var block = host.BlockAsync("203.0.113.9");
        await host.Clock.TimerOf(TimeSpan.FromSeconds(20));
        host.Clock.Advance(TimeSpan.FromSeconds(20));

        (await block).Outcome.Should().Be(ActionOutcome.Applied);
        _second.Addresses.Should().Equal("203.0.113.9");
        (await host.RecordAsync("203.0.113.9")).Place.Should().Be("first second");
    }

    [Fact]
    public async Task One_that_does_not_list_what_it_holds_keeps_the_start_waiting_no_longer_than_a_batch_and_is_told()
    {
        await using var host = new DropHost(_first, _second);
        _first.ListHangs = true;

        var start = host.Engine.StartAsync();
        await host.Clock.TimerOf(TimeSpan.FromSeconds(20));
        host.Clock.Advance(TimeSpan.FromSeconds(20));
        await start;

        host.Log.Texts(403).Should().ContainSingle();
        (await host.BlockAsync("203.0.113.9")).Outcome.Should().Be(ActionOutcome.Applied);
    }

    [Fact]
    public async Task One_that_stops_answering_is_passed_over_for_the_next()
    {
        await using var host = new DropHost(_first, _second);
        _first.ListHangs = true;
        _first.Hangs = true;

        var start = host.Engine.StartAsync();
        await host.Clock.TimerOf(TimeSpan.FromSeconds(20));
        _first.Gone("it doesn't answer");
        host.Clock.Advance(TimeSpan.FromSeconds(20));
        await start;

        (await host.BlockAsync("203.0.113.9")).Outcome.Should().Be(ActionOutcome.Applied);
        _second.Addresses.Should().Equal("203.0.113.9");
    }

    [Fact]
    public async Task What_may_be_in_a_firewall_that_gave_no_answer_is_taken_back_there_too()
    {
        await using var host = new DropHost(_first, _second);
        await host.Engine.StartAsync();
        await _first.Inner.ApplyAsync([new FirewallEntry(Some.Prefix("203.0.113.9"), null)], [], CancellationToken.None);
        _first.Answer = ResponderResult.TimedOut("no answer");

        await host.BlockAsync("203.0.113.9");

        (await host.RecordAsync("203.0.113.9")).Place.Should().Be("first second");
        _first.Answer = null;
        (await host.LiftAsync("203.0.113.9")).Outcome.Should().Be(ActionOutcome.Lifted);
        _first.Addresses.Should().BeEmpty();
        _second.Addresses.Should().BeEmpty();
    }

    [Fact]
    public async Task Says_so_when_none_is_left_and_comes_back_when_one_is()
    {
        _first.Gone("no permission");
        _second.Gone("not installed");
        await using var host = new DropHost(_first, _second);
        await host.Engine.StartAsync();

        var failed = await host.BlockAsync("203.0.113.9");

        failed.Outcome.Should().Be(ActionOutcome.Failed);
        failed.Detail.Should().StartWith("no firewall can be used: first: no permission; second: not installed");
        host.Log.Texts(308).Should().ContainSingle().Which.Should().Contain("blocks nothing: first: no permission; second: not installed");
        (await host.RecordAsync("203.0.113.9")).State.Should().Be(EffectState.Planned, "it is tried again");

        _second.Probe = _ => Task.FromResult(new FirewallProbe(true, "works"));
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.Engine.DrainAsync();
        _second.Addresses.Should().Equal("203.0.113.9");
    }

    [Fact]
    public async Task One_that_hangs_when_looked_at_is_passed_over()
    {
        var never = new TaskCompletionSource<FirewallProbe>();
        _first.Probe = _ => never.Task;
        var clock = new ManualClock();
        var selection = new FirewallSelection([_first], [], new FirewallDropOptions(), clock, NullLogger<FirewallSelection>.Instance);
        var waits = clock.TimerOf(TimeSpan.FromSeconds(15));

        var standing = selection.StandingAsync(CancellationToken.None);
        await waits;
        clock.Advance(TimeSpan.FromSeconds(15));

        (await standing).Should().Equal(new FirewallStanding("first", IsUsable: false, "it didn't respond within 15 s", IsChosen: false));
    }

    [Fact]
    public async Task One_that_throws_when_looked_at_is_passed_over()
    {
        _first.Probe = static _ => throw new InvalidOperationException("a plug-in's fault");
        await using var host = new DropHost(_first, _second);

        (await host.BlockAsync("203.0.113.9")).Outcome.Should().Be(ActionOutcome.Applied);

        host.Log.Texts(307).Should().ContainSingle().Which.Should().Contain("first: a plug-in's fault");
    }

    [Fact]
    public async Task What_the_best_can_not_express_goes_to_the_next_that_can()
    {
        var old = new ProbedFirewall("old")
        {
            Inner = new InMemoryFirewall("old")
            {
                Capabilities = _first.Capabilities & ~(FirewallCapabilities.IPv6 | FirewallCapabilities.Prefixes),
            },
        };
        await using var host = new DropHost(old, _second);

        await host.BlockAsync("203.0.113.9");
        await host.BlockAsync("2001:db8::9");
        (await host.BlockAsync("198.51.100.0/24")).Detail.Should().BeNull();

        old.Addresses.Should().Equal("203.0.113.9");
        _second.Addresses.Should().Equal("198.51.100.0/24", "2001:db8::9");
    }

    [Fact]
    public async Task What_none_can_express_is_refused()
    {
        var old = new ProbedFirewall("old")
        {
            Inner = new InMemoryFirewall("old") { Capabilities = _first.Capabilities & ~(FirewallCapabilities.IPv6) },
        };
        await using var host = new DropHost(old);

        var refused = await host.BlockAsync("2001:db8::9");

        (refused.Outcome, refused.Detail).Should().Be((ActionOutcome.Refused, "'old' can't block IPv6"));
        old.Probes.Should().Be(1, "it works, whatever it can't express");
    }

    [Fact]
    public async Task An_extension_goes_where_the_block_is_and_stays_one_block()
    {
        await using var host = new DropHost(_first, _second);
        await host.BlockAsync("203.0.113.9", 600);

        (await host.BlockAsync("203.0.113.9", 1200)).Outcome.Should().Be(ActionOutcome.Extended);

        _first.Inner.Entries[Some.Prefix("203.0.113.9")].Should().Be(host.Clock.GetUtcNow().AddSeconds(1200));
        _second.Addresses.Should().BeEmpty();
        (await host.RecordAsync("203.0.113.9")).Place.Should().Be("first");
    }

    [Fact]
    public async Task What_another_choice_left_behind_is_found_and_ends_there()
    {
        var clock = new ManualClock();
        await _second.Inner.ApplyAsync(
            [new FirewallEntry(Some.Prefix("203.0.113.9"), clock.GetUtcNow().AddSeconds(60))],
            [],
            CancellationToken.None
        );
        await using var host = new DropHost(new FirewallDropOptions { Use = ["first"] }, clock, null, _first, _second);

        await host.Engine.StartAsync();

        (await host.RecordAsync("203.0.113.9")).Place.Should().Be("second");
        clock.Advance(TimeSpan.FromSeconds(60));
        await host.Engine.DrainAsync();
        _second.Addresses.Should().BeEmpty();
    }

    [Fact]
    public async Task A_found_block_whose_end_is_not_known_ends_all_the_same()
    {
        var clock = new ManualClock();
        var forgetful = new ProbedFirewall("forgetful")
        {
            Inner = new InMemoryFirewall("forgetful") { Capabilities = _first.Capabilities & ~FirewallCapabilities.KeepsEnds },
        };
        await forgetful.Inner.ApplyAsync([new FirewallEntry(Some.Prefix("203.0.113.9"), null)], [], CancellationToken.None);
        await using var host = new DropHost(new FirewallDropOptions(), clock, null, forgetful);

        await host.Engine.StartAsync();

        (await host.RecordAsync("203.0.113.9")).Until.Should().Be(clock.GetUtcNow().AddDays(1));
    }

    [Fact]
    public async Task What_others_have_put_into_a_place_of_everybodys_is_not_found_and_not_taken()
    {
        var shared = new ProbedFirewall("shared")
        {
            Inner = new InMemoryFirewall("shared")
            {
                Capabilities =
                    _first.Capabilities
                    & ~(FirewallCapabilities.MarksEntries | FirewallCapabilities.KeepsEnds | FirewallCapabilities.ExclusivePlace),
            },
            Foreign = { Some.Prefix("198.51.100.7") },
        };
        await shared.Inner.ApplyAsync([new FirewallEntry(Some.Prefix("198.51.100.7"), null)], [], CancellationToken.None);
        await using var host = new DropHost(shared);
        await host.Engine.StartAsync();

        (await host.BlockAsync("198.51.100.7")).Outcome.Should().Be(ActionOutcome.AlreadyApplied);

        (await host.Engine.ListAsync()).Should().BeEmpty("it isn't ours to take back");
        shared.Addresses.Should().Equal("198.51.100.7");
    }

    [Fact]
    public async Task A_block_in_a_firewall_that_is_gone_is_tried_again_until_it_is_back()
    {
        await using var host = new DropHost(_first, _second);
        await host.BlockAsync("203.0.113.9");
        _first.Gone("it is not running").Answer = ResponderResult.Failed("not running");
        await host.BlockAsync("203.0.113.10");

        host.Clock.Advance(TimeSpan.FromSeconds(600));
        await host.Engine.DrainAsync();

        var left = await host.RecordAsync("203.0.113.9");
        left.State.Should().Be(EffectState.Reverting);
        _second.Addresses.Should().BeEmpty();
        _first.Answer = null;
        _first.Probe = _ => Task.FromResult(new FirewallProbe(true, "works"));
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        await host.Engine.DrainAsync();
        _first.Addresses.Should().BeEmpty();
        (await host.Engine.ListAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task At_start_what_is_on_record_is_back_before_the_others_are_looked_into()
    {
        var clock = new ManualClock();
        var store = new DurableStore();
        var options = new FirewallDropOptions { Use = ["second"] };
        await using (var host = new DropHost(options, clock, store, _first, _second))
        {
            await host.BlockAsync("203.0.113.9");
        }

        await _second.Inner.UninstallAsync(CancellationToken.None);
        await _first.Inner.ApplyAsync(
            [new FirewallEntry(Some.Prefix("203.0.113.10"), clock.GetUtcNow().AddSeconds(60))],
            [],
            CancellationToken.None
        );
        var slow = new TaskCompletionSource<FirewallProbe>();
        _first.Probe = _ => slow.Task;
        await using var next = new DropHost(options, clock, store, _first, _second);
        var starting = next.Engine.StartAsync();

        await Until.TrueAsync(() => _second.Addresses.Any());
        starting.IsCompleted.Should().BeFalse("the first gives no answer yet");
        _second.Addresses.Should().Equal("203.0.113.9");

        slow.SetResult(new FirewallProbe(true, "works"));
        await starting;
        await next.Engine.DrainAsync();
        (await next.RecordAsync("203.0.113.10")).Place.Should().Be("first", "what an earlier choice has left is found all the same");
        (await next.RecordAsync("203.0.113.9")).Place.Should().Be("second");
    }

    [Fact]
    public async Task A_firewall_that_new_blocks_do_not_go_to_keeps_none_of_them_waiting()
    {
        _first.Probe = static _ => new TaskCompletionSource<FirewallProbe>().Task;
        var selection = new FirewallSelection(
            [_first, _second],
            [],
            new FirewallDropOptions { Use = ["second"] },
            new ManualClock(),
            NullLogger<FirewallSelection>.Instance
        );

        (await selection.ForNewAsync(CancellationToken.None)).Should().Equal(_second);

        _first.Probes.Should().Be(0);
    }
}
