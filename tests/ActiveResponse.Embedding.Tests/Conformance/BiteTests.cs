using System.Collections.Immutable;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Dispatch;
using ActiveResponse.Matching;
using ActiveResponse.Planning;
using ActiveResponse.Processes;
using ActiveResponse.Testing;
using ActiveResponse.Testing.Conformance;
using ActiveResponse.Timeouts;
using Xunit.Sdk;

namespace ActiveResponse.Embedding.Tests.Conformance;

/// <summary>Each suite fails for an implementation with one fault, at the test that is about it.</summary>
public sealed class BiteTests
{
    [Fact]
    public Task A_scheduler_that_forgets_a_second_time_for_one_effect_is_caught() =>
        Caught(new SchedulerSuite(static inner => new FirstTimeOnly(inner)), static suite => suite.An_earlier_time_replaces_a_later_one());

    [Fact]
    public Task A_scheduler_that_forgets_to_forget_is_caught() =>
        Caught(
            new SchedulerSuite(static inner => new NeverRemoves(inner)),
            static suite => suite.A_key_that_was_removed_is_not_due_and_others_are()
        );

    [Fact]
    public Task A_scheduler_that_is_early_is_caught() =>
        Caught(new SchedulerSuite(static inner => new Early(inner)), static suite => suite.An_effect_is_due_at_its_time_and_once());

    [Fact]
    public Task A_matcher_that_turns_the_order_round_is_caught() =>
        Caught(
            new MatcherSuite(static matched => [.. matched.Reverse()]),
            static suite => Task.Run(suite.What_fires_is_of_the_configuration_in_its_order_and_once)
        );

    [Fact]
    public Task A_matcher_that_fires_more_than_it_explains_is_caught() =>
        Caught(
            new MatcherSuite(static matched => matched.IsEmpty ? matched : matched[..1]),
            static suite => Task.Run(suite.The_explanation_has_every_response_and_agrees_with_what_fires)
        );

    [Fact]
    public async Task A_parser_that_throws_is_caught()
    {
        var suite = new ParserSuite(static result => result.Config.Responses.IsEmpty ? throw new FormatException("nothing in it") : result);

        await FluentActions.Awaiting(() => Task.Run(suite.No_content_throws)).Should().ThrowAsync<FormatException>();
    }

    [Fact]
    public Task A_parser_that_refuses_without_a_reason_is_caught() =>
        Caught(
            new ParserSuite(static result => result with { Problems = [] }),
            static suite => Task.Run(suite.What_is_not_accepted_has_an_error_that_says_why)
        );

    [Fact]
    public Task A_parser_that_does_not_say_where_is_caught() =>
        Caught(
            new ParserSuite(static result =>
                result with
                {
                    Problems = [.. result.Problems.Select(static problem => problem with { File = null })],
                }
            ),
            static suite => Task.Run(suite.An_error_says_what_is_wrong_and_where)
        );

    [Fact]
    public Task A_dispatcher_that_says_sent_and_sends_nothing_is_caught() =>
        Caught(new DispatcherSuite(static (_, _) => { }), static suite => suite.An_order_for_one_agent_comes_out_there_and_nowhere_else());

    [Fact]
    public Task A_dispatcher_that_sends_twice_is_caught() =>
        Caught(
            new DispatcherSuite(
                static (received, address) =>
                {
                    received.Add(address);
                    received.Add(address);
                }
            ),
            static suite => suite.An_order_for_one_agent_comes_out_there_and_nowhere_else()
        );

    [Fact]
    public Task A_dispatcher_that_hides_that_it_could_not_send_is_caught() =>
        Caught(
            new DispatcherSuite(static (received, address) => received.Add(address)),
            static suite => suite.What_can_not_be_sent_is_said_and_not_thrown()
        );

    [LinuxFact]
    public async Task A_runner_that_calls_every_program_a_success_is_caught()
    {
        using var suite = new RunnerSuite();

        await FluentActions.Awaiting(suite.A_program_that_does_not_read_its_input_does_no_harm).Should().ThrowAsync<XunitException>();
    }

    private static async Task Caught<T>(T suite, Func<T, Task> test) =>
        await FluentActions.Awaiting(() => test(suite)).Should().ThrowAsync<XunitException>();

    private sealed class SchedulerSuite(Func<ITimeoutScheduler, ITimeoutScheduler> spoil) : TimeoutSchedulerConformance
    {
        protected override TimeSpan Patience => TimeSpan.FromSeconds(1);

        protected override ITimeoutScheduler Create(TimeProvider time) => spoil(new TimeoutScheduler(time));
    }

    private class Forwarding(ITimeoutScheduler inner) : ITimeoutScheduler
    {
        public int Count => inner.Count;

        public void Start(Action<IReadOnlyList<ActionKey>> onDue) => inner.Start(onDue);

        public virtual void Set(ActionKey key, DateTimeOffset due) => inner.Set(key, due);

        public virtual void Remove(ActionKey key) => inner.Remove(key);

        public void Dispose() => inner.Dispose();
    }

    private sealed class FirstTimeOnly(ITimeoutScheduler inner) : Forwarding(inner)
    {
        private readonly HashSet<ActionKey> _known = [];

        public override void Set(ActionKey key, DateTimeOffset due)
        {
            if (_known.Add(key))
            {
                base.Set(key, due);
            }
        }
    }

    private sealed class NeverRemoves(ITimeoutScheduler inner) : Forwarding(inner)
    {
        public override void Remove(ActionKey key) { }
    }

    private sealed class Early(ITimeoutScheduler inner) : Forwarding(inner)
    {
        public override void Set(ActionKey key, DateTimeOffset due) => base.Set(key, due - TimeSpan.FromSeconds(2));
    }

    private sealed class MatcherSuite(Func<ImmutableArray<MatchedResponse>, ImmutableArray<MatchedResponse>> spoil) : RuleMatcherConformance
    {
        protected override IRuleMatcher Create(ActiveResponseConfig config) => new Spoilt(new RuleMatcher(config), spoil);

        private sealed class Spoilt(RuleMatcher inner, Func<ImmutableArray<MatchedResponse>, ImmutableArray<MatchedResponse>> spoil)
            : IRuleMatcher
        {
            public ImmutableArray<MatchedResponse> Match(in AlertKey key) => spoil(inner.Match(key));

            public ImmutableArray<MatchVerdict> Explain(in AlertKey key) => inner.Explain(key);
        }
    }

    private sealed class ParserSuite(Func<ConfigParseResult, ConfigParseResult> spoil) : ConfigParserConformance
    {
        protected override string Good =>
            "<ossec_config><command><name>a</name><executable>a</executable></command>"
            + "<active-response><command>a</command><location>local</location><level>6</level></active-response></ossec_config>";

        protected override string Bad =>
            "<ossec_config><active-response><command>nobody</command><location>local</location></active-response></ossec_config>";

        protected override IConfigParser Create() => new Spoilt(spoil);

        private sealed class Spoilt(Func<ConfigParseResult, ConfigParseResult> spoil) : IConfigParser
        {
            public ConfigParseResult Parse(ReadOnlyMemory<byte> content, ConfigParseOptions options) =>
                spoil(new OssecConfigParser().Parse(content, options));
        }
    }

    private sealed class DispatcherSuite(Action<List<string>, string> send) : OrderDispatcherConformance
    {
        private readonly List<string> _received = [];

        protected override IReadOnlyList<string> Agents => ["001"];

        protected override TimeSpan Patience => TimeSpan.FromSeconds(1);

        protected override ValueTask<IOrderDispatcher> CreateAsync() =>
            ValueTask.FromResult<IOrderDispatcher>(new Spoilt(order => send(_received, $"{order.Subject}")));

        protected override ValueTask<IReadOnlyList<string>> ReceivedAsync(string agent) =>
            ValueTask.FromResult<IReadOnlyList<string>>([.. _received]);

        protected override ValueTask CutOffAsync() => ValueTask.CompletedTask;

        private sealed class Spoilt(Action<ResponseOrder> send) : IOrderDispatcher
        {
            public ValueTask<DispatchResult> DispatchAsync(ResponseOrder order, CancellationToken cancellationToken)
            {
                send(order);
                return ValueTask.FromResult(new DispatchResult(true, "sent"));
            }
        }
    }

    private sealed class RunnerSuite : CommandRunnerConformance
    {
        protected override ICommandRunner Create(TimeProvider time) => new Blind(CommandRunner.WithCliWrap(time));

        private sealed class Blind(CommandRunner inner) : ICommandRunner
        {
            public async ValueTask<CommandResult> RunAsync(CommandInvocation command, CancellationToken cancellationToken) =>
                await inner.RunAsync(command, cancellationToken) with
                {
                    ExitCode = 0,
                };

            public ValueTask<CommandResult> ConverseAsync(
                CommandInvocation command,
                CommandDialogue dialogue,
                CancellationToken cancellationToken
            ) => inner.ConverseAsync(command, dialogue, cancellationToken);
        }
    }
}
