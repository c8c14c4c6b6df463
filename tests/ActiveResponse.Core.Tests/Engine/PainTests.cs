using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Execution;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.Tests.Engine;

/// <summary>What users of other tools complain about most (docs/pains.md), through the whole engine, where no other test has it in one
/// piece.</summary>
public sealed class PainTests : IAsyncDisposable
{
    private readonly ManualClock _clock = new();
    private readonly InMemoryFirewall _firewall = new();
    private readonly RecordingResponder _users = new("disable-account", ResponderNeeds.User);
    private readonly RecordingObserver _observer = new();
    private readonly ServiceProvider _services;

    public PainTests()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        services
            .AddActiveResponse()
            .UseConfig(
                new ActiveResponseConfig
                {
                    Responses = [Some.Response("memory-firewall", seconds: 600), Some.Response("memory-firewall", seconds: 0, level: 15)],
                }
            )
            .AddFirewall(_ => _firewall)
            .AddResponder(_ => _users)
            .AddObserver(_ => _observer);
        _services = services.BuildServiceProvider();
    }

    private ActiveResponseEngine Engine => _services.GetRequiredService<ActiveResponseEngine>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    [Fact]
    public async Task Pain_03_what_is_blocked_can_be_listed_with_why_and_until_when_and_lifted()
    {
        await Engine.StartAsync();
        await AlertAsync("203.0.113.9", "1754300000.1");
        await AlertAsync("203.0.113.10", "1754300000.2");

        var effect = (await Engine.ListAsync()).Single(static one => one.Key.Subject == Some.Address("203.0.113.9"));
        effect.Until.Should().Be(_clock.GetUtcNow() + TimeSpan.FromSeconds(600));
        effect.Order.Origin.Should().Match<ResponseOrigin>(static origin => origin.AlertId == "1754300000.1" && origin.RuleId == 5712);
        await Engine.LiftAsync(Some.Address("203.0.113.9"));

        _firewall.Entries.Keys.Should().Equal(Some.Prefix("203.0.113.10"));
    }

    [Fact]
    public async Task Pain_05_ten_thousand_blocks_come_and_go_in_few_batches()
    {
        const int Count = 10_000;
        var all = new TaskCompletionSource();
        _firewall.BeforeBatch = () => all.Task;
        await Engine.StartAsync();
        var applying = Enumerable
            .Range(0, Count)
            .Select(i =>
                Engine.ApplyAsync(
                    _firewall.Name,
                    Subject.Of(AddressPrefix.From(System.Net.IPAddress.Parse($"2001:db8::{i + 1:x}"), 128)),
                    TimeSpan.FromSeconds(600)
                )
            )
            .ToList();
        all.SetResult();
        await Task.WhenAll(applying);
        _firewall.Entries.Should().HaveCount(Count);
        var ends = _firewall.Batches;

        _clock.Advance(TimeSpan.FromSeconds(600));
        await Engine.DrainAsync();

        _firewall.Entries.Should().BeEmpty();
        _firewall.Batches.Should().BeLessThan(Count / 10);
        (_firewall.Batches - ends).Should().BeLessThan(Count / 10);
    }

    [Fact]
    public async Task Pain_08_a_second_user_is_handled_too_and_a_permanent_block_is_not_made_twice()
    {
        await Engine.StartAsync();
        await Engine.ApplyAsync(_users.Name, new Subject { User = "alice" }, TimeSpan.FromSeconds(600));
        await Engine.ApplyAsync(_users.Name, new Subject { User = "bob" }, TimeSpan.FromSeconds(600));
        _users.Calls.Should().HaveCount(2);

        await AlertAsync("203.0.113.9", "1754300000.1", level: 15);
        var batches = _firewall.Batches;
        await AlertAsync("::ffff:203.0.113.9", "1754300000.2", level: 15);

        _firewall.Batches.Should().Be(batches, "one address in another notation is the same one");
        (await Engine.ListAsync()).Should().HaveCount(3);
    }

    [Fact]
    public async Task Pain_14_while_a_firewall_hangs_alerts_are_taken_and_other_responses_go_on()
    {
        await Engine.StartAsync();
        var gate = new TaskCompletionSource();
        _firewall.BeforeBatch = () => gate.Task;
        for (var i = 1; i <= 100; i++)
        {
            await Engine.HandleAsync(Some.Alert($"203.0.113.{i}", $"1754300000.{i}"));
        }

        (await Engine.ApplyAsync(_users.Name, new Subject { User = "alice" }, TimeSpan.FromSeconds(600)))
            .Outcome.Should()
            .Be(ActionOutcome.Applied);
        _firewall.Entries.Should().BeEmpty();
        gate.SetResult();
        await Engine.DrainAsync();

        _firewall.Entries.Should().HaveCount(100);
    }

    private async Task AlertAsync(string address, string id, int level = 10)
    {
        await Engine.HandleAsync(Some.Alert(address, id, level: level));
        await Engine.DrainAsync();
    }
}
