using ActiveResponse.DependencyInjection;
using ActiveResponse.Responders;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.Tests.Engine;

/// <summary>A stop with an in-memory store: nothing timed may stay for want of another try.</summary>
public sealed class StopTests : IAsyncLifetime
{
    private readonly ManualClock _clock = new();
    private readonly RecordingResponder _responder = new("firewall-drop");
    private ServiceProvider _services = null!;
    private ActiveResponseEngine _engine = null!;

    public async ValueTask InitializeAsync()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddActiveResponse().AddResponder(_ => _responder);
        _services = services.BuildServiceProvider();
        _engine = _services.GetRequiredService<ActiveResponseEngine>();
        await _engine.StartAsync();
    }

    public async ValueTask DisposeAsync() => await _services.DisposeAsync();

    [Fact]
    public async Task A_revert_that_fails_is_tried_again_before_the_stop_gives_up()
    {
        var tries = 0;
        _responder.OnRevert = (_, _) => ValueTask.FromResult(++tries == 1 ? ResponderResult.Failed("locked") : ResponderResult.Lifted());
        await _engine.ApplyAsync("firewall-drop", Some.Address("203.0.113.1"), TimeSpan.FromHours(1));

        var stopping = _engine.StopAsync();
        await _clock.TimerOf(TimeSpan.FromSeconds(5));
        _clock.Advance(TimeSpan.FromSeconds(5));
        await Until.TrueAsync(() => tries == 2);
        await _engine.DrainAsync();
        await _clock.AdvanceUntilAsync(stopping);
        (await _engine.ListAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task An_order_that_comes_after_the_stop_leaves_no_block_that_nobody_takes_back()
    {
        await _engine.StopAsync();
        var action = await _engine.ApplyAsync("firewall-drop", Some.Address("203.0.113.1"), TimeSpan.FromHours(1));
        action.Outcome.Should().Be(ActionOutcome.Dropped);
        _responder.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task A_store_that_hangs_holds_up_no_stop()
    {
        var store = new DurableStore();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddActiveResponse().AddResponder(_ => _responder).UseStore(_ => store);
        await using var provider = services.BuildServiceProvider();
        var engine = provider.GetRequiredService<ActiveResponseEngine>();
        await engine.StartAsync();
        store.BeforeList = static _ => new TaskCompletionSource().Task;

        var stopping = engine.StopAsync();

        await Until.TrueAsync(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return stopping.IsCompleted;
        });
        await stopping;
    }
}
