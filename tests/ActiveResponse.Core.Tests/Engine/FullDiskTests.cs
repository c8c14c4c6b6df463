using ActiveResponse.DependencyInjection;
using ActiveResponse.Execution;
using ActiveResponse.Responders;
using ActiveResponse.State;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.Tests.Engine;

/// <summary>The store can't write, as on a full disk, while the host can still be changed.</summary>
public sealed class FullDiskTests : IAsyncDisposable
{
    private readonly ManualClock _clock = new();
    private readonly InMemoryFirewall _firewall = new();
    private readonly RecordingResponder _script = new("script");
    private readonly FaultyStore _store = new(new InMemoryResponseStore());
    private readonly ServiceProvider _services;
    private bool _isFull;

    public FullDiskTests()
    {
        _store.FailsCommit = () => _isFull;
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddActiveResponse().AddFirewall(_ => _firewall).AddResponder(_ => _script).UseStore(_ => _store);
        _services = services.BuildServiceProvider();
    }

    private ActiveResponseEngine Engine => _services.GetRequiredService<ActiveResponseEngine>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    [Fact]
    public async Task An_order_that_can_not_be_written_down_fails_with_the_reason_and_leaves_nothing_on_the_host()
    {
        await Engine.StartAsync();
        _isFull = true;

        var outcome = await BlockAsync("203.0.113.9");

        outcome.Outcome.Should().Be(ActionOutcome.Failed);
        outcome.Detail.Should().Be("the state could not be stored: the disk is full");
        _firewall.Entries.Should().BeEmpty();
        (await Engine.ListAsync()).Should().BeEmpty();
        _isFull = false;
        (await BlockAsync("203.0.113.9")).Outcome.Should().Be(ActionOutcome.Applied, "it works again once there is room");
    }

    [Fact]
    public async Task A_block_in_place_ends_in_time_and_is_recorded_as_ended_once_there_is_room()
    {
        await Engine.StartAsync();
        await BlockAsync("203.0.113.9", 600);
        await BlockAsync("203.0.113.10", 1200);
        _isFull = true;

        await PassAsync(600);
        _firewall.Entries.Keys.Should().Equal(Some.Prefix("203.0.113.10"));
        (await Engine.ListAsync()).Should().HaveCount(2, "it can't be recorded yet");
        _isFull = false;
        await PassAsync(60);

        (await Engine.ListAsync()).Should().ContainSingle().Which.Key.Subject.Should().Be(Some.Address("203.0.113.10"));
        await PassAsync(540);
        _firewall.Entries.Should().BeEmpty();
        (await Engine.ListAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task What_may_do_harm_when_done_twice_waits_until_there_is_room()
    {
        await Engine.StartAsync();
        await Engine.ApplyAsync("script", Some.Address("203.0.113.9"), TimeSpan.FromSeconds(600));
        _isFull = true;
        await PassAsync(660);
        var before = _script.Calls.Count;
        _isFull = false;

        await PassAsync(60);

        before.Should().Be(1);
        _script.Calls.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_lift_that_can_not_be_written_down_fails_and_lifts_nothing_by_halves()
    {
        await Engine.StartAsync();
        await BlockAsync("203.0.113.9");
        _isFull = true;

        (await Engine.LiftAsync(Some.Address("203.0.113.9"))).Single().Outcome.Should().Be(ActionOutcome.Failed);

        _firewall.Entries.Should().HaveCount(1);
    }

    private Task<ExecutedAction> BlockAsync(string address, int seconds = 600) =>
        Engine.ApplyAsync("memory-firewall", Some.Address(address), TimeSpan.FromSeconds(seconds));

    private async Task PassAsync(int seconds)
    {
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        await Engine.DrainAsync();
    }
}
