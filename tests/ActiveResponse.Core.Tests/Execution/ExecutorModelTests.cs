using ActiveResponse.Configuration;
using ActiveResponse.Execution;
using ActiveResponse.Responders;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace ActiveResponse.Tests.Execution;

/// <summary>Random histories of orders, lifts, time and outages against a model of what must be on the host.</summary>
public sealed class ExecutorModelTests
{
    private const int Subjects = 3;

    private static readonly Gen<Step> Steps = Gen.Frequency(
        (
            5,
            from subject in Gen.Choose(1, Subjects)
            from response in Gen.Choose(0, 1)
            from seconds in Gen.Elements(0, 30, 60, 120, 3600)
            select new Step(StepKind.Apply, subject, response, seconds)
        ),
        (3, from seconds in Gen.Elements(1, 29, 30, 60, 400) select new Step(StepKind.Pass, 0, 0, seconds)),
        (1, from subject in Gen.Choose(1, Subjects) select new Step(StepKind.Lift, subject, 0, 0)),
        (1, from works in Gen.Choose(0, 1) select new Step(StepKind.Works, works, 0, 0))
    );

    private enum StepKind
    {
        Apply,
        Pass,
        Lift,
        Works,
    }

    [Fact]
    public void Nothing_wanted_is_lost_and_nothing_over_stays()
    {
        Prop.ForAll(Steps.ListOf().ToArbitrary(), static steps => RunAsync([.. steps], oneByOne: true).GetAwaiter().GetResult())
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void After_any_history_at_full_speed_host_and_store_agree_and_only_permanent_blocks_stay()
    {
        Prop.ForAll(Steps.ListOf().ToArbitrary(), static steps => RunAsync([.. steps], oneByOne: false).GetAwaiter().GetResult())
            .QuickCheckThrowOnFailure();
    }

    private static async Task RunAsync(IReadOnlyList<Step> steps, bool oneByOne)
    {
        var world = new World();
        // Time runs while calls are under way; one that ran out of it would rightly be taken for in place.
        var options = new ExecutionOptions { Deadline = TimeSpan.FromDays(20) };
        await using var host = new ExecutionHarness(options, RepeatedOffenders.None, world.Responder);
        var orders = new List<Task<ExecutedAction>>();
        foreach (var step in steps)
        {
            var work = DoAsync(host, world, step, orders);
            if (oneByOne)
            {
                await work;
                await host.PassAsync(0);
                await CheckAsync(host, world, step);
            }
        }

        world.Works = true;
        await Task.WhenAll(orders);
        for (var i = 0; i < 30; i++)
        {
            await host.PassAsync(300);
        }

        await CheckStoreAsync(host, world);
        (await host.Store.ListAsync(CancellationToken.None)).Should().NotContain(static effect => effect.Until != null);
        host.PendingTimeouts.Should().Be(0);
        host.Observer.Actions.Count(static action => action.Verb == ActionVerb.Apply)
            .Should()
            .Be(orders.Count, "each order is told of once");
    }

    private static async Task DoAsync(ExecutionHarness host, World world, Step step, List<Task<ExecutedAction>> orders)
    {
        var subject = $"203.0.113.{step.Subject}";
        switch (step.Kind)
        {
            case StepKind.Apply:
                var applying = host.ApplyAsync(Some.Order(subject: subject, seconds: step.Seconds, response: $"r{step.Response}"));
                orders.Add(applying);
                var outcome = (await applying).Outcome;
                if (outcome is ActionOutcome.Applied or ActionOutcome.Extended)
                {
                    world.Hold(
                        subject,
                        step.Seconds == 0 ? DateTimeOffset.MaxValue : host.Clock.GetUtcNow().AddSeconds(step.Seconds),
                        isNew: outcome == ActionOutcome.Applied
                    );
                }

                break;
            case StepKind.Pass:
                await host.PassAsync(step.Seconds);
                break;
            case StepKind.Lift:
                world.Release(subject);
                var effects = await host.Store.ListAsync(CancellationToken.None);
                await host.Endings.EndAsync(
                    effects.Where(e => e.Key.Subject.ToString() == subject),
                    RevertReason.Lifted,
                    CancellationToken.None
                );
                break;
            default:
                world.Works = step.Subject == 1;
                break;
        }
    }

    private static async Task CheckAsync(ExecutionHarness host, World world, Step step)
    {
        await CheckStoreAsync(host, world);
        foreach (var (subject, until) in world.Wanted)
        {
            (until <= host.Clock.GetUtcNow() || world.OnHost.Contains(subject))
                .Should()
                .BeTrue($"after {step} {subject} is wanted until {until:O}");
        }

        foreach (var effect in await host.Store.ListAsync(CancellationToken.None))
        {
            var wanted = world.Wanted.GetValueOrDefault(effect.Key.Subject.ToString());
            (wanted > host.Clock.GetUtcNow() || effect.FailedReverts > 0)
                .Should()
                .BeTrue($"after {step} nobody wants {effect.Key} any more");
        }
    }

    private static async Task CheckStoreAsync(ExecutionHarness host, World world) =>
        (await host.Store.ListAsync(CancellationToken.None))
            .Select(static effect => effect.Key.Subject.ToString())
            .Should()
            .BeEquivalentTo(world.OnHost);

    private sealed record Step(StepKind Kind, int Subject, int Response, int Seconds);

    /// <summary>The host, and what is wanted of it.</summary>
    private sealed class World
    {
        private readonly Lock _gate = new();
        private readonly HashSet<string> _onHost = [];

        public World() =>
            Responder = new RecordingResponder
            {
                OnApply = (context, _) => Answer(() => _onHost.Add(context.Subject.ToString()), ResponderResult.Applied()),
                OnRevert = (context, _) => Answer(() => _onHost.Remove(context.Subject.ToString()), ResponderResult.Lifted()),
            };

        public RecordingResponder Responder { get; }

        public bool Works { get; set; } = true;

        public Dictionary<string, DateTimeOffset> Wanted { get; } = [];

        public IReadOnlyCollection<string> OnHost
        {
            get
            {
                lock (_gate)
                {
                    return [.. _onHost];
                }
            }
        }

        public void Hold(string subject, DateTimeOffset until, bool isNew)
        {
            lock (_gate)
            {
                Wanted[subject] = !isNew && Wanted.TryGetValue(subject, out var earlier) && earlier > until ? earlier : until;
            }
        }

        public void Release(string subject)
        {
            lock (_gate)
            {
                Wanted.Remove(subject);
            }
        }

        private ValueTask<ResponderResult> Answer(Action act, ResponderResult result)
        {
            lock (_gate)
            {
                if (!Works)
                {
                    return ValueTask.FromResult(ResponderResult.Failed("an outage"));
                }

                act();
                return ValueTask.FromResult(result);
            }
        }
    }
}
