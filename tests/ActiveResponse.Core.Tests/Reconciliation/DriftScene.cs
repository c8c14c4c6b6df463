using System.Collections.Concurrent;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Execution;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Tests.Responders.Firewall;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Reconciliation;

/// <summary>The whole engine with one real firewall that somebody damages. Its clock moves by hand, from one look to the next.</summary>
internal sealed class DriftScene : IAsyncDisposable
{
    /// <summary>How many IPv4 addresses are blocked, besides one of IPv6 for good: far more than batches.</summary>
    public const int Hosts4 = 20;

    public const int All = Hosts4 + 1;

    public const string Host6 = "2001:db8:9::9";

    private const int Seconds = 600;

    // No other timer has this length.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(31);

    private readonly ConcurrentQueue<string> _changes = new();
    private readonly RestartHost _host;
    private readonly string _firewall;

    /// <param name="firewall">Its name.</param>
    /// <param name="space">Where it runs its programs; null if it runs none.</param>
    /// <param name="add">Registers it.</param>
    public DriftScene(string firewall, NetworkNamespace? space, Action<ActiveResponseBuilder> add)
    {
        _firewall = firewall;
        _host = new RestartHost(builder =>
        {
            if (space is not null)
            {
                builder.UseCommandRunner(_ => space);
            }

            add(builder.ConfigureExecution(static options => options.DriftCheckInterval = Interval));
        });
        if (space is not null)
        {
            var before = space.Intercept ?? (static (command, run) => run(command));
            space.Intercept = (command, run) =>
            {
                if (
                    !command.StandardInput.IsEmpty
                    || command.Arguments.Any(static argument => argument.StartsWith("--add-", StringComparison.Ordinal))
                )
                {
                    _changes.Enqueue($"{command.Executable} {string.Join(' ', command.Arguments)}");
                }

                return before(command, run);
            };
        }
    }

    /// <summary>What the firewall should have: its own rules and entries, in whatever form, without times.</summary>
    public required Func<Task<string>> Ours { get; init; }

    /// <summary>What the administrator has beside it.</summary>
    public Func<Task<string>> Theirs { get; init; } = static () => Task.FromResult("");

    /// <summary>What is in place, with its ends, where the firewall keeps those: as seen by another process.</summary>
    public Func<TimeProvider, IFirewallBackend>? Other { get; init; }

    /// <summary>Blocks, has it damaged, and sees that the next look notices, tells and repairs it: all of it, and nothing else.</summary>
    /// <param name="gone">How many of the entries are no more in force by it.</param>
    /// <param name="mostRuns">How many runs of the firewall's program two batches take at most.</param>
    /// <param name="damage">What somebody does.</param>
    public async Task RunAsync(int gone, int mostRuns, Func<Task> damage)
    {
        await BlockAsync();
        var sound = Lines(await Ours());
        await CheckAsync();
        Reports().Should().BeEmpty("nothing has drifted");
        _changes.Should().BeEmpty("nothing has drifted");

        await damage();
        var theirs = await Theirs();
        Lines(await Ours()).Should().NotEqual(sound, "this is what somebody damages");
        await CheckAsync();

        Reports().Should().HaveCount(gone).And.OnlyContain(static action => action.Outcome == ActionOutcome.Applied);
        _host.Log.Texts(406).Should().ContainSingle().Which.Should().StartWith($"{gone} of {All} entries are gone from '{_firewall}'");
        _changes.Count.Should().BeLessThanOrEqualTo(mostRuns);
        Lines(await Ours()).Should().Equal(sound);
        (await Theirs()).Should().Be(theirs);
        await CheckEndsAsync();

        _changes.Clear();
        await CheckAsync();
        Reports().Should().HaveCount(gone, "all is well again");
        _changes.Should().BeEmpty("all is well again");
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task BlockAsync()
    {
        await _host.Engine.StartAsync();
        var blocks = Enumerable
            .Range(1, Hosts4)
            .Select(i => _host.Engine.ApplyAsync(_firewall, Some.Address($"203.0.113.{i}"), TimeSpan.FromSeconds(Seconds)))
            .Append(_host.Engine.ApplyPermanentlyAsync(_firewall, Some.Address(Host6)));
        (await Task.WhenAll(blocks)).Should().OnlyContain(static action => action.Outcome == ActionOutcome.Applied);
        _changes.Clear();
    }

    /// <summary>Lets the time pass to the next look, and waits until it is over: then the timer of the one after it is set.</summary>
    private async Task CheckAsync()
    {
        await _host.Clock.TimerOf(Interval);
        _host.Clock.Advance(Interval);
        await _host.Clock.TimerOf(Interval);
        await _host.Engine.DrainAsync();
    }

    private IEnumerable<ExecutedAction> Reports() => _host.Observer.Actions.Where(static action => action.Verb == ActionVerb.Restore);

    // The kernel counts on while this test runs; but it must not have been given the full time again.
    private async Task CheckEndsAsync()
    {
        if (Other is not null)
        {
            var end = _host.Clock.GetUtcNow() + TimeSpan.FromSeconds(Seconds) - (2 * Interval);
            var restored = Reports().Select(static action => action.Order.Subject.Address!.Value).ToHashSet();
            var entries = (await Other(_host.Clock).ListAsync(CancellationToken.None))
                .Where(entry => restored.Contains(entry.Address))
                .ToList();
            entries.Should().HaveCount(restored.Count);
            entries
                .Should()
                .OnlyContain(entry =>
                    entry.Address.IsIPv6
                        ? entry.Until == null
                        : entry.Until <= end + TimeSpan.FromSeconds(2) && entry.Until > end - TimeSpan.FromMinutes(3)
                );
        }
    }

    private static IEnumerable<string> Lines(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal);
}
