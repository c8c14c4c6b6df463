using ActiveResponse.Guards;
using ActiveResponse.Planning;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Guards;

public sealed class BlockBudgetTests
{
    private readonly ManualClock _clock = new();
    private readonly GuardOptions _options = new();
    private readonly LogLines _log = new();
    private readonly HashSet<ActionKey> _known = [];
    private readonly BlockBudgets _budgets;

    public BlockBudgetTests() =>
        _budgets = new BlockBudgets(_options, (key, _) => ValueTask.FromResult(_known.Contains(key)), _clock, _log.For<BlockBudgets>());

    [Fact]
    public async Task Without_one_nothing_is_refused()
    {
        for (var i = 1; i <= 200; i++)
        {
            (await TakeAsync($"203.0.113.{i}")).Should().BeNull();
        }
    }

    [Fact]
    public async Task Refuses_more_new_blocks_a_minute_and_alarms_once()
    {
        _options.Budgets["recorder600"] = 2;
        (await TakeAsync("203.0.113.1")).Should().BeNull();
        _clock.Advance(TimeSpan.FromSeconds(30));
        (await TakeAsync("203.0.113.2")).Should().BeNull();
        (await TakeAsync("203.0.113.3"))
            .Should()
            .Be(new OrderRefusal("budget", "'recorder600' has used its 2 new blocks of this minute (to allow more: Budgets)"));
        (await TakeAsync("203.0.113.4")).Should().NotBeNull();
        _log.All.Should().ContainSingle().Which.Should().StartWith("205 Error").And.Contain("recorder600").And.Contain("2 new blocks");

        _clock.Advance(TimeSpan.FromSeconds(30));
        (await TakeAsync("203.0.113.5")).Should().BeNull("the first is a minute ago");
        (await TakeAsync("203.0.113.6")).Should().NotBeNull("the second is not");
        _log.Of(205).Should().Be(1);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await TakeAsync("203.0.113.7");
        await TakeAsync("203.0.113.8");
        (await TakeAsync("203.0.113.9")).Should().NotBeNull();
        _log.Of(205).Should().Be(2, "it goes on");
    }

    [Fact]
    public async Task Never_drops_who_is_known_nor_counts_him()
    {
        _options.Budgets["recorder600"] = 1;
        _known.Add(Some.Order(subject: "203.0.113.1").Key);
        (await TakeAsync("203.0.113.1")).Should().BeNull();
        (await TakeAsync("203.0.113.2")).Should().BeNull("the known one took nothing");
        (await TakeAsync("203.0.113.1")).Should().BeNull("the budget is used up, he comes through all the same");
        (await TakeAsync("203.0.113.3")).Should().NotBeNull();
    }

    [Fact]
    public async Task More_alerts_for_a_block_under_way_are_the_same_block()
    {
        _options.Budgets["recorder600"] = 1;
        for (var i = 0; i < 5; i++)
        {
            (await TakeAsync("203.0.113.1")).Should().BeNull();
        }

        (await TakeAsync("203.0.113.2")).Should().NotBeNull();
    }

    [Fact]
    public async Task Each_response_has_its_own_and_a_star_is_for_each_other()
    {
        _options.Budgets["recorder600"] = 2;
        _options.Budgets["*"] = 1;
        (await TakeAsync("203.0.113.1")).Should().BeNull();
        (await TakeAsync("203.0.113.2")).Should().BeNull();
        (await TakeAsync("203.0.113.1", "other60")).Should().BeNull();
        (await TakeAsync("203.0.113.2", "other60")).Should().NotBeNull();
        (await TakeAsync("203.0.113.2", "third60")).Should().BeNull();
    }

    [Fact]
    public async Task An_order_for_other_hosts_only_is_theirs_to_count()
    {
        _options.Budgets["*"] = 1;
        for (var i = 1; i < 5; i++)
        {
            var order = Some.Order(subject: $"203.0.113.{i}") with { RunsHere = false, RunsElsewhere = true };
            (await _budgets.TakeAsync(order, isReceived: false, CancellationToken.None)).Should().BeNull();
        }
    }

    [Theory]
    [InlineData("*")]
    [InlineData("recorder600")]
    public async Task An_order_of_another_host_gets_no_budget_by_a_new_name(string budgeted)
    {
        _options.Budgets[budgeted] = 2;
        (await TakeAsync("203.0.113.1", "a", isReceived: true)).Should().BeNull();
        (await TakeAsync("203.0.113.2", "b", isReceived: true)).Should().BeNull();
        (await TakeAsync("203.0.113.3", "c", isReceived: true)).Should().NotBeNull();
        (await TakeAsync("203.0.113.3", "manual", isReceived: true)).Should().NotBeNull();
        (await TakeAsync("203.0.113.3", "own60")).Should().BeNull("a response of this host's configuration has its own, or none");
    }

    private async Task<OrderRefusal?> TakeAsync(string subject, string? response = null, bool isReceived = false) =>
        await _budgets.TakeAsync(Some.Order(subject: subject, response: response), isReceived, CancellationToken.None);
}
