using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Execution;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Reconciliation;

/// <summary>A firewall whose list hangs delays the drift check of no other firewall.</summary>
public sealed class HangingListTests
{
    // No other timer has this length.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(31);

    private static readonly TimeSpan Deadline = new ExecutionOptions().Deadline;

    private readonly InMemoryFirewall _sound = new();
    private readonly HangingFirewall _hanging = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_others_are_checked_meanwhile_and_it_is_asked_again_once_it_has_returned(bool blocksItsThread)
    {
        await using var host = new RestartHost(builder =>
            builder
                .AddFirewall(_ => _hanging)
                .AddFirewall(_ => _sound)
                .ConfigureExecution(static options => options.DriftCheckInterval = Interval)
        );
        await host.BlockAsync("203.0.113.9");
        await host.Engine.ApplyAsync("hanging-firewall", Some.Address("203.0.113.10"), TimeSpan.FromHours(1));
        await host.Clock.TimerOf(Interval);
        _hanging.Hang(blocksItsThread);
        await _sound.UninstallAsync(CancellationToken.None);

        host.Clock.Advance(Interval);
        await Until.TrueAsync(() => _sound.Entries.Count == 1);
        await Until.TrueAsync(() => _hanging.Hung == 1);
        await host.Engine.DrainAsync();

        host.Clock.Advance(Deadline);
        await host.Clock.TimerOf(Interval * 2);
        host.Log.Texts(407).Should().ContainSingle().Which.Should().Contain("hanging-firewall");
        await _sound.UninstallAsync(CancellationToken.None);
        host.Clock.Advance(Interval * 2);
        await Until.TrueAsync(() => _sound.Entries.Count == 1);
        await host.Clock.TimerOf(Interval);
        _hanging.Hung.Should().Be(1, "an earlier call still runs");

        _hanging.Release();
        await _hanging.Inner.UninstallAsync(CancellationToken.None);
        await Until.TrueAsync(async () =>
        {
            await host.Clock.TimerOf(Interval);
            host.Clock.Advance(Interval);
            await host.Clock.TimerOf(Interval);
            await host.Engine.DrainAsync();
            return _hanging.Inner.Entries.Count == 1;
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_health_check_lists_the_others_and_reports_it_after_its_deadline(bool blocksItsThread)
    {
        await using var host = new RestartHost(builder =>
            builder
                .AddFirewall(_ => _hanging)
                .AddFirewall(_ => _sound)
                .ConfigureExecution(static options => options.DriftCheckInterval = TimeSpan.Zero)
        );
        await host.BlockAsync("203.0.113.9");
        await host.Engine.ApplyAsync("hanging-firewall", Some.Address("203.0.113.10"), TimeSpan.FromHours(1));
        _hanging.Hang(blocksItsThread);

        var checking = host.Engine.CheckHealthAsync();
        await Until.TrueAsync(() => _hanging.Hung == 1);
        host.Clock.Advance(Deadline);
        var report = await checking.WaitAsync(TimeSpan.FromMinutes(2));

        report.Findings.Single(static finding => finding.Check == "drift memory-firewall").IsFine.Should().BeTrue();
        var late = report.Findings.Single(static finding => finding.Check == "drift hanging-firewall");
        late.IsFine.Should().BeFalse();
        late.Detail.Should().Contain("gave no list within");
        _hanging.Release();
    }

    private sealed class HangingFirewall : IFirewallBackend
    {
        private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile bool _isHanging;
        private bool _blocksItsThread;
        private int _hung;

        public InMemoryFirewall Inner { get; } = new("hanging-firewall");

        public int Hung => Volatile.Read(ref _hung);

        public string Name => Inner.Name;

        public FirewallCapabilities Capabilities => Inner.Capabilities;

        public void Hang(bool blocksItsThread) => (_blocksItsThread, _isHanging) = (blocksItsThread, true);

        public void Release()
        {
            _isHanging = false;
            _release.SetResult();
        }

        public ValueTask<FirewallProbe> ProbeAsync(CancellationToken cancellationToken) => Inner.ProbeAsync(cancellationToken);

        public ValueTask<FirewallBatchResult> ApplyAsync(
            IReadOnlyList<FirewallEntry> adds,
            IReadOnlyList<AddressPrefix> removes,
            CancellationToken cancellationToken
        ) => Inner.ApplyAsync(adds, removes, cancellationToken);

        public async ValueTask<IReadOnlyList<FirewallEntry>> ListAsync(CancellationToken cancellationToken)
        {
            if (_isHanging)
            {
                Interlocked.Increment(ref _hung);
                if (_blocksItsThread)
                {
                    _release.Task.Wait(CancellationToken.None);
                }

                await _release.Task;
            }

            return await Inner.ListAsync(CancellationToken.None);
        }

        public ValueTask UninstallAsync(CancellationToken cancellationToken) => Inner.UninstallAsync(cancellationToken);
    }
}
