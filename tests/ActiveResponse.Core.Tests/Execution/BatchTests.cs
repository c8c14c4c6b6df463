using ActiveResponse.Configuration;
using ActiveResponse.Execution;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Execution;

public sealed class BatchTests
{
    private readonly InMemoryFirewall _firewall = new("fw");

    [Fact]
    public async Task Orders_that_wait_while_the_backend_is_busy_become_one_batch()
    {
        var hold = new TaskCompletionSource();
        var entered = 0;
        _firewall.BeforeBatch = () => Interlocked.Increment(ref entered) == 1 ? hold.Task : Task.CompletedTask;
        await using var host = new ExecutionHarness(new FirewallResponder(_firewall));
        var first = host.ApplyAsync(Order(0));
        await Until.TrueAsync(() => entered == 1);
        var rest = Enumerable.Range(1, 500).Select(i => host.ApplyAsync(Order(i))).ToList();

        hold.SetResult();
        await first;
        await Task.WhenAll(rest);

        _firewall.Batches.Should().Be(2);
        _firewall.Entries.Should().HaveCount(501);
    }

    [Fact]
    public async Task Many_orders_for_one_address_in_a_batch_touch_the_backend_once()
    {
        var hold = new TaskCompletionSource();
        var entered = 0;
        _firewall.BeforeBatch = () => Interlocked.Increment(ref entered) == 1 ? hold.Task : Task.CompletedTask;
        await using var host = new ExecutionHarness(new FirewallResponder(_firewall));
        var first = host.ApplyAsync(Order(0));
        await Until.TrueAsync(() => entered == 1);
        var rest = Enumerable.Range(1, 50).Select(i => host.ApplyAsync(Order(7, $"alert{i}"))).ToList();

        hold.SetResult();
        await first;
        var outcomes = (await Task.WhenAll(rest)).Select(static action => action.Outcome).ToList();

        outcomes.Count(static o => o == ActionOutcome.Applied).Should().Be(1);
        outcomes.Count(static o => o == ActionOutcome.Extended).Should().Be(49);
        _firewall.Batches.Should().Be(2);
    }

    [Fact]
    public async Task All_that_falls_due_together_is_taken_back_in_few_batches()
    {
        await using var host = new ExecutionHarness(new FirewallResponder(_firewall));
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => host.ApplyAsync(Order(i))));
        var before = _firewall.Batches;

        await host.PassAsync(600);

        _firewall.Entries.Should().BeEmpty();
        (_firewall.Batches - before).Should().BeLessThan(200);
        host.Outcomes.Count(static o => o == ActionOutcome.Reverted).Should().Be(1000);
    }

    [Fact]
    public async Task An_extension_tells_the_backend_the_new_end()
    {
        await using var host = new ExecutionHarness(new FirewallResponder(_firewall));
        await host.ApplyAsync(Order(0));
        await host.PassAsync(100);
        (await host.ApplyAsync(Order(0, "again"))).Outcome.Should().Be(ActionOutcome.Extended);
        _firewall.Entries.Values.Should().Equal(host.Clock.GetUtcNow() + TimeSpan.FromSeconds(600));
    }

    [Fact]
    public async Task An_extension_is_not_told_to_a_backend_that_keeps_no_end()
    {
        var plain = new InMemoryFirewall("fw") { Capabilities = _firewall.Capabilities with { KeepsEnds = false } };
        await using var host = new ExecutionHarness(new FirewallResponder(plain));
        await host.ApplyAsync(Order(0));
        await host.PassAsync(100);
        await host.ApplyAsync(Order(0, "again"));
        plain.Batches.Should().Be(1);
    }

    [Theory]
    [InlineData("2001:db8::1", "can't block IPv6")]
    [InlineData("203.0.113.0/24", "can't block networks")]
    public async Task What_the_backend_cannot_express_is_refused_and_never_truncated(string subject, string why)
    {
        var narrow = new InMemoryFirewall("fw") { Capabilities = _firewall.Capabilities with { IPv6 = false, Prefixes = false } };
        await using var host = new ExecutionHarness(new FirewallResponder(narrow));
        var action = await host.ApplyAsync(Some.Order("fw", subject));
        action.Outcome.Should().Be(ActionOutcome.Refused);
        action.Detail.Should().Contain(why);
        narrow.Batches.Should().Be(0);
    }

    [Fact]
    public async Task Ends_find_room_in_a_full_queue()
    {
        var options = new ExecutionOptions { QueueCapacity = 1 };
        await using var host = new ExecutionHarness(options, RepeatedOffenders.None, new FirewallResponder(_firewall));
        for (var i = 0; i < 20; i++)
        {
            await host.ApplyAsync(Order(i));
        }

        await host.PassAsync(600);
        _firewall.Entries.Should().BeEmpty();
    }

    private static ResponseCommand Order(int host, string alertId = "a") =>
        Some.Order("fw", $"198.51.{100 + (host / 250)}.{host % 250}", alertId: alertId);
}
