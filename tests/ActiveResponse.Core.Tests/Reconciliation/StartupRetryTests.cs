using ActiveResponse.DependencyInjection;
using ActiveResponse.Execution;
using ActiveResponse.Planning;
using ActiveResponse.State;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.Tests.Reconciliation;

/// <summary>A start that restores effects while it sets their times.</summary>
public sealed class StartupRetryTests
{
    private readonly ManualClock _clock = new();
    private readonly DurableStore _store = new();
    private readonly InMemoryFirewall _firewall = new();

    [Fact]
    public async Task A_restore_that_fails_while_the_times_on_record_are_read_is_retried_in_its_time()
    {
        var host = Some.Address("203.0.113.9");
        var key = new ActionKey("memory-firewall", host);
        await using (var first = Services())
        {
            var engine = await StartAsync(first);
            await engine.ApplyAsync("memory-firewall", host, TimeSpan.FromDays(1));
        }

        await _firewall.UninstallAsync(CancellationToken.None);
        var fails = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _firewall.BeforeBatch = async () =>
        {
            await fails.Task;
            throw new IOException("the firewall reloads");
        };
        var lists = 0;
        _store.AfterList = async () =>
        {
            if (++lists == 2)
            {
                // The start has read that the effect is in place, and goes on once it is on record that it isn't.
                fails.SetResult();
                await Until.TrueAsync(async () => await RecordAsync() is { RetryAt: not null });
            }
        };

        await using var second = Services();
        await StartAsync(second);
        _store.AfterList = static () => Task.CompletedTask;
        _firewall.BeforeBatch = static () => Task.CompletedTask;
        _clock.Advance((await RecordAsync())!.RetryAt!.Value - _clock.GetUtcNow());
        await second.GetRequiredService<ActiveResponseEngine>().DrainAsync();

        _firewall.Entries.Should().ContainSingle("it is owed for a day");

        async Task<EffectRecord?> RecordAsync() => await _store.FindAsync(key, CancellationToken.None);
    }

    private static async Task<ActiveResponseEngine> StartAsync(ServiceProvider services)
    {
        var engine = services.GetRequiredService<ActiveResponseEngine>();
        await engine.StartAsync();
        return engine;
    }

    private ServiceProvider Services()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        services
            .AddActiveResponse()
            .AddFirewall(_ => _firewall)
            .UseStore(_ => _store)
            .ConfigureExecution(static options => options.DriftCheckInterval = TimeSpan.Zero);
        return services.BuildServiceProvider();
    }
}
