using ActiveResponse.Configuration;
using ActiveResponse.Execution;
using ActiveResponse.Planning;
using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Scripts;
using ActiveResponse.State;
using ActiveResponse.Testing;
using ActiveResponse.Testing.Conformance;
using ActiveResponse.Tests.Processes;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Execution;

/// <summary>The keys a script names make one effect of orders whose subjects differ.</summary>
[Collection(ProcessesCollection.Name)]
public sealed class ScriptKeysTests : IDisposable
{
    private readonly ScriptBox _box = new();
    private readonly FakeCommandRunner _runner = new();

    public ScriptKeysTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "scripts are Unix's");
        _box.Shell("block", "exit 0");
    }

    public void Dispose() => _box.Dispose();

    [Theory]
    [InlineData(ScriptProtocol.Wazuh4Stdin, "add", "delete")]
    [InlineData(ScriptProtocol.Wazuh5Stdin, "enable", "disable")]
    public async Task The_same_keys_for_another_user_extend_the_effect_that_is_there(ScriptProtocol protocol, string add, string delete)
    {
        Answer("203.0.113.9");
        await using var host = Host(protocol);
        (await host.ApplyAsync(Order("alice"))).Outcome.Should().Be(ActionOutcome.Applied);
        await host.PassAsync(500);

        var second = await host.ApplyAsync(Order("bob"));

        second.Outcome.Should().Be(ActionOutcome.Extended);
        second.Order.Subject.User.Should().Be("bob");
        second.Detail.Should().Be("part of the effect on 203.0.113.9 alice");
        second.Until.Should().Be(host.Clock.GetUtcNow() + TimeSpan.FromSeconds(600));
        Commands().Should().Equal($"{add} alice", "continue alice", $"{add} bob", "abort bob");
        (await host.Store.ListAsync(CancellationToken.None)).Should().ContainSingle().Which.Key.Should().Be(Named("alice").Key);

        await host.PassAsync(599);
        _runner.Calls.Should().HaveCount(2, "the second order has moved the end");
        await host.PassAsync(1);
        _runner.Calls.Should().HaveCount(3);
        _runner.Calls[2].Input.Should().Contain($"\"command\":\"{delete}\"").And.Contain("alice");
        host.PendingTimeouts.Should().Be(0);
    }

    [Fact]
    public async Task Different_keys_are_different_effects()
    {
        await using var host = Host();
        Answer("alice");
        await host.ApplyAsync(Order("alice"));
        Answer("bob");
        (await host.ApplyAsync(Order("bob"))).Outcome.Should().Be(ActionOutcome.Applied);
        (await host.Store.ListAsync(CancellationToken.None)).Should().HaveCount(2);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    [InlineData("""{"command":"check_keys","parameters":{"keys":[]}}""")]
    [InlineData("""{"command":"check_keys","parameters":{"keys":[""]}}""")]
    public async Task A_script_that_names_nothing_has_an_effect_for_each_subject_and_it_is_taken_back(string? line)
    {
        _runner.Answer(static _ => true, new FakeCommandAnswer { Lines = line is null ? [] : [line] });
        await using var host = Host();
        await host.ApplyAsync(Order("alice"));
        (await host.ApplyAsync(Order("bob"))).Outcome.Should().Be(ActionOutcome.Applied);
        await host.PassAsync(600);
        host.Outcomes.Should().Equal(ActionOutcome.Applied, ActionOutcome.Applied, ActionOutcome.Lifted, ActionOutcome.Lifted);
    }

    [Fact]
    public async Task One_that_comes_while_the_first_is_under_way_waits_for_it_and_holds_nobody_up()
    {
        var slow = new TaskCompletionSource();
        Answer("203.0.113.9", slow.Task);
        await using var host = Host();
        var first = host.ApplyAsync(Order("alice"));
        await Until.TrueAsync(() => Commands().Contains("continue alice"));
        Answer("203.0.113.9");
        var second = host.ApplyAsync(Order("bob"));
        await Until.TrueAsync(() => Commands().Contains("abort bob"));
        Answer("203.0.113.10");
        (await host.ApplyAsync(Order("carol"))).Outcome.Should().Be(ActionOutcome.Applied);
        second.IsCompleted.Should().BeFalse();

        slow.SetResult();

        (await first).Outcome.Should().Be(ActionOutcome.Applied);
        (await second).Outcome.Should().Be(ActionOutcome.Extended);
        (await host.Store.ListAsync(CancellationToken.None)).Should().HaveCount(2);
    }

    [Fact]
    public async Task When_the_first_fails_the_effect_is_tried_again_for_the_second()
    {
        var slow = new TaskCompletionSource();
        Answer("203.0.113.9", slow.Task, CommandResult.Exited(1));
        await using var host = Host();
        var first = host.ApplyAsync(Order("alice"));
        await Until.TrueAsync(() => Commands().Contains("continue alice"));
        Answer("203.0.113.9");
        var second = host.ApplyAsync(Order("bob"));
        await Until.TrueAsync(() => Commands().Contains("abort bob"));

        slow.SetResult();

        (await first).Outcome.Should().Be(ActionOutcome.Failed);
        var action = await second;
        action.Outcome.Should().Be(ActionOutcome.Applied);
        action.Detail.Should().Be("part of the effect on 203.0.113.9 alice: exit 0; keys 203.0.113.9");
        (await host.EffectAsync(Named("alice")))!.State.Should().Be(EffectState.Applied);
        (await host.EffectAsync(Named("bob"))).Should().BeNull();
    }

    [Theory]
    [InlineData(ScriptProtocol.Wazuh4Stdin, "\"command\":\"delete\"")]
    [InlineData(ScriptProtocol.Wazuh5Stdin, "\"command\":\"disable\"")]
    public async Task One_that_was_told_to_go_on_and_failed_may_have_acted_and_is_taken_back_in_time(
        ScriptProtocol protocol,
        string command
    )
    {
        Answer("203.0.113.9", result: CommandResult.Exited(1));
        await using var host = Host(protocol);

        (await host.ApplyAsync(Order("alice"))).Outcome.Should().Be(ActionOutcome.Failed);

        (await host.EffectAsync(Named("alice")))!.State.Should().Be(EffectState.Planned);
        Answer("203.0.113.9");
        await host.PassAsync(600);
        _runner.Calls[^1].Input.Should().Contain(command).And.Contain("alice");
        (await host.Store.ListAsync(CancellationToken.None)).Should().BeEmpty();
    }

    [Fact]
    public async Task One_that_failed_before_it_named_its_keys_has_not_acted_and_is_forgotten()
    {
        _runner.Answer(static _ => true, new FakeCommandAnswer { Result = CommandResult.Exited(255) });
        await using var host = Host();

        (await host.ApplyAsync(Order("alice"))).Outcome.Should().Be(ActionOutcome.Failed);

        (await host.Store.ListAsync(CancellationToken.None)).Should().BeEmpty();
        await host.PassAsync(600);
        _runner.Calls.Should().ContainSingle("a program that refuses its message would refuse to take it back, too");
    }

    [Fact]
    public async Task Keys_are_free_again_when_the_effect_has_ended()
    {
        Answer("203.0.113.9");
        await using var host = Host();
        await host.ApplyAsync(Order("alice"));
        await host.PassAsync(600);
        (await host.ApplyAsync(Order("bob"))).Outcome.Should().Be(ActionOutcome.Applied);
        Commands().Should().Contain("continue bob");
    }

    [Fact]
    public async Task Keys_stay_held_while_taking_back_fails_and_the_effect_is_put_back_for_a_new_order()
    {
        Answer("203.0.113.9");
        await using var host = Host();
        await host.ApplyAsync(Order("alice"));
        Answer("203.0.113.9", result: CommandResult.Exited(1));
        await host.PassAsync(600);
        Answer("203.0.113.9");

        (await host.ApplyAsync(Order("bob"))).Outcome.Should().Be(ActionOutcome.Applied);

        (await host.Store.ListAsync(CancellationToken.None)).Should().ContainSingle().Which.Key.Should().Be(Named("alice").Key);
    }

    [Fact]
    public async Task Keys_of_an_effect_that_is_no_longer_on_record_do_not_keep_others_out()
    {
        Answer("203.0.113.9");
        await using var host = Host();
        await host.ApplyAsync(Order("alice"));
        await host.Store.CommitAsync(new StoreCommit { Ended = [Named("alice").Key] }, CancellationToken.None);

        var action = await host.ApplyAsync(Order("bob"));

        action.Outcome.Should().Be(ActionOutcome.Applied);
        (await host.Store.ListAsync(CancellationToken.None)).Should().ContainSingle();
    }

    [Fact]
    public async Task One_that_was_told_to_abort_and_hangs_is_part_of_the_effect_all_the_same()
    {
        Answer("203.0.113.9");
        await using var host = Host();
        await host.ApplyAsync(Order("alice"));
        Answer("203.0.113.9", new TaskCompletionSource().Task);
        var second = host.ApplyAsync(Order("bob"));
        await Until.TrueAsync(() => Commands().Contains("abort bob"));

        host.Clock.Advance(host.Options.Deadline);

        (await second).Outcome.Should().Be(ActionOutcome.Extended);
        (await host.Store.ListAsync(CancellationToken.None)).Should().ContainSingle();
    }

    [Fact]
    public async Task A_responder_that_never_agrees_which_effect_it_is_fails()
    {
        var elsewhere = new ActionKey("recorder", Some.Address("203.0.113.77"));
        var fickle = new RecordingResponder { OnApply = (_, _) => ValueTask.FromResult(ResponderResult.SameEffect(elsewhere, "not me")) };
        await using var host = new ExecutionHarness(fickle);

        var action = await host.ApplyAsync(Some.Order());

        action.Outcome.Should().Be(ActionOutcome.Failed);
        action.Detail.Should().Contain("said to be part of the effect on 203.0.113.77");
        fickle.Calls.Should().Equal("add 203.0.113.9", "add 203.0.113.9", "add 203.0.113.77");
        (await host.Store.ListAsync(CancellationToken.None)).Should().BeEmpty();
    }

    [Fact]
    public async Task Of_many_at_once_one_real_script_goes_on()
    {
        const string Keys =
            """{"version":1,"origin":{"name":"block","module":"active-response"},"command":"check_keys","parameters":"""
            + """{"keys":["203.0.113.9"]}}""";
        _box.Shell("block", $"read a; echo '{Keys}'; read b; case \"$b\" in *abort*) ;; *) echo on >> {_box.PathOf("seen")};; esac");
        var clock = new ManualClock();
        await using var host = new ExecutionHarness(Script(ScriptProtocol.Wazuh4Stdin, new CommandRunner(clock)));

        var actions = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => host.ApplyAsync(Order("user" + i))));

        actions.Count(static action => action.Outcome == ActionOutcome.Applied).Should().Be(1);
        actions.Count(static action => action.Outcome == ActionOutcome.Extended).Should().Be(23);
        _box.Read("seen").Should().Be("on\n");
        (await host.Store.ListAsync(CancellationToken.None)).Should().ContainSingle();
    }

    // The order of an effect that its script has named.
    private static ResponseOrder Named(string user) => Order(user) with { Subject = Order(user).Subject with { Keys = "203.0.113.9" } };

    private static ResponseOrder Order(string user, int seconds = 600) =>
        Some.Order("block", seconds: seconds) with
        {
            Subject = new Subject { Address = Some.Prefix("203.0.113.9"), User = user },
        };

    private void Answer(string key, Task? until = null, CommandResult? result = null) =>
        _runner.Answer(
            static _ => true,
            new FakeCommandAnswer
            {
                Lines = ["{\"command\":\"check_keys\",\"parameters\":{\"keys\":[\"" + key + "\"]}}"],
                Until = until ?? Task.CompletedTask,
                Result = result ?? CommandResult.Exited(0),
            }
        );

    private ExecutionHarness Host(ScriptProtocol protocol = ScriptProtocol.Wazuh4Stdin) => new(Script(protocol, _runner));

    private ScriptResponder Script(ScriptProtocol protocol, ICommandRunner runner) =>
        new("block", new ScriptFolder(_box.Folder), protocol, ExpectedFields.None, runner);

    /// <summary>What scripts were told in conversations, and for whom.</summary>
    private IEnumerable<string> Commands() =>
        _runner
            .Calls.SelectMany(static call => call.Written)
            .Select(static line =>
                string.Join(
                    ' ',
                    new[] { "add", "enable", "continue", "abort", "alice", "bob", "carol" }.Where(word =>
                        line.Contains($"\"{word}\"", StringComparison.Ordinal)
                    )
                )
            );
}
