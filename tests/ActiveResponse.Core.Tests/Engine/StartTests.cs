using ActiveResponse.Alerts;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Responders;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.Tests.Engine;

/// <summary>Before a start nothing watches the time; a start that failed is tried again as a whole.</summary>
public sealed class StartTests : IAsyncDisposable
{
    private readonly ManualClock _clock = new();
    private readonly FaultyStore _store = new(new DurableStore());
    private readonly InMemoryFirewall _firewall = new();
    private readonly ServiceProvider _services;
    private readonly ActiveResponseEngine _engine;

    public StartTests()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddActiveResponse().UseStore(_ => _store).AddFirewall(_ => _firewall);
        _services = services.BuildServiceProvider();
        _engine = _services.GetRequiredService<ActiveResponseEngine>();
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    [Fact]
    public async Task An_engine_that_was_not_started_makes_no_block_that_would_never_end()
    {
        var byHand = () => _engine.ApplyAsync("memory-firewall", Some.Address("203.0.113.9"), TimeSpan.FromMinutes(1));
        var forEver = () => _engine.ApplyPermanentlyAsync("memory-firewall", Some.Address("203.0.113.9"));
        var alert = () =>
            _engine
                .HandleAsync(
                    new Alert
                    {
                        Id = "1",
                        RuleId = 5712,
                        Level = 10,
                    }
                )
                .AsTask();
        var received = () => _engine.ReceiveAsync(Some.Order("memory-firewall"));
        foreach (Func<Task> order in (Func<Task>[])[byHand, forEver, alert, received])
        {
            (await order.Should().ThrowAsync<InvalidOperationException>()).WithMessage("The engine isn't started*StartAsync*");
        }

        _firewall.Entries.Should().BeEmpty();
    }

    [Fact]
    public async Task A_start_that_failed_is_tried_again_with_its_recovery()
    {
        await using (
            var earlier = new ServiceCollection()
                .AddSingleton<TimeProvider>(_clock)
                .AddActiveResponse()
                .UseStore(_ => _store)
                .AddFirewall(_ => _firewall)
                .Services.BuildServiceProvider()
        )
        {
            var engine = earlier.GetRequiredService<ActiveResponseEngine>();
            await engine.StartAsync();
            await engine.ApplyAsync("memory-firewall", Some.Address("203.0.113.9"), TimeSpan.FromMinutes(1));
        }

        _store.FailsList = static () => true;
        await _engine.Invoking(static engine => engine.StartAsync()).Should().ThrowAsync<IOException>();
        await _engine
            .Invoking(static engine => engine.ApplyPermanentlyAsync("memory-firewall", Some.Address("203.0.113.7")))
            .Should()
            .ThrowAsync<InvalidOperationException>("it isn't started yet");

        _store.FailsList = static () => false;
        await _engine.StartAsync();
        _clock.Advance(TimeSpan.FromMinutes(1));
        await Until.TrueAsync(() => _firewall.Entries.Count == 0);
    }

    [Fact]
    public async Task Starting_twice_does_the_work_once()
    {
        await Task.WhenAll(_engine.StartAsync(), _engine.StartAsync());
        (await _engine.ApplyAsync("memory-firewall", Some.Address("203.0.113.9"), TimeSpan.FromMinutes(1)))
            .Outcome.Should()
            .Be(ActionOutcome.Applied);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task A_block_without_an_end_is_asked_for_by_its_own_method(int seconds)
    {
        await _engine.StartAsync();
        await _engine
            .Invoking(engine => engine.ApplyAsync("memory-firewall", Some.Address("203.0.113.9"), TimeSpan.FromSeconds(seconds)))
            .Should()
            .ThrowAsync<ArgumentOutOfRangeException>();
        var permanent = await _engine.ApplyPermanentlyAsync("memory-firewall", Some.Address("203.0.113.9"));
        permanent.Until.Should().BeNull();
    }

    [Fact]
    public async Task Lifting_all_is_asked_for_by_its_own_method()
    {
        await _engine.StartAsync();
        await _engine.ApplyPermanentlyAsync("memory-firewall", Some.Address("203.0.113.9"));
        await _engine.Invoking(static engine => engine.LiftAsync(null!)).Should().ThrowAsync<ArgumentNullException>();
        _firewall.Entries.Should().HaveCount(1);
        (await _engine.LiftAllAsync()).Should().ContainSingle();
        _firewall.Entries.Should().BeEmpty();
    }
}
