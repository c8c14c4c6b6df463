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

/// <summary>A script that hangs, in the executor: real programs, two clocks moved by hand (the executor's and the runner's).</summary>
[Collection(ProcessesCollection.Name)]
public sealed class HungScriptTests : IDisposable
{
    private readonly ScriptBox _box = new();
    private readonly ManualClock _runs = new();

    public HungScriptTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "the scripts are shell scripts");

    public void Dispose() => _box.Dispose();

    [Theory]
    [InlineData(ScriptProtocol.OssecArgv)]
    [InlineData(ScriptProtocol.Wazuh4Stdin)]
    [InlineData(ScriptProtocol.Wazuh5Stdin)]
    public async Task At_the_executors_deadline_it_is_killed_and_has_no_answer_and_nobody_else_waited(ScriptProtocol protocol)
    {
        // The order that hangs ignores the request to stop; all others end at once.
        _box.Shell(
            "hangs",
            $"read a; case \"$* $a\" in *203.0.113.66*) trap '' TERM; echo $$ > {_box.PathOf("self.pid")}; while :; do sleep "
                + "0.05; done;; esac"
        );
        var other = new RecordingResponder("other");
        await using var host = new ExecutionHarness(Script("hangs", protocol), other);
        var hung = host.ApplyAsync(Order("203.0.113.66"));
        await _box.WrittenAsync("self.pid");

        (await host.ApplyAsync(Order("203.0.113.9"))).Outcome.Should().Be(ActionOutcome.Applied);
        (await host.ApplyAsync(Some.Order("other", "203.0.113.66"))).Outcome.Should().Be(ActionOutcome.Applied);
        hung.IsCompleted.Should().BeFalse();
        host.Clock.Advance(host.Options.Deadline);
        await _runs.TimerOf(CommandLimits.Default.KillAfter);
        _runs.Advance(CommandLimits.Default.KillAfter);

        var action = await hung;
        action.Outcome.Should().Be(ActionOutcome.TimedOut);
        action.Detail.Should().Be("'hangs' didn't respond within 30 s; it was stopped");
        Directory.Exists("/proc/" + _box.Read("self.pid").Trim()).Should().BeFalse();
        (await host.EffectAsync(Order("203.0.113.66")))!
            .State.Should()
            .Be(EffectState.Planned, "it may be in place, so it is taken back in time");
    }

    [Fact]
    public async Task A_revert_at_the_deadline_is_killed_and_tried_again()
    {
        _box.Shell("hangs", $"case $1 in delete) echo $$ > {_box.PathOf("self.pid")}; exec sleep 600;; esac");
        await using var host = new ExecutionHarness(Script("hangs", ScriptProtocol.OssecArgv));
        await host.ApplyAsync(Order("203.0.113.9", seconds: 60));
        host.Clock.Advance(TimeSpan.FromSeconds(60));
        await _box.WrittenAsync("self.pid");
        host.Clock.Advance(host.Options.Deadline);
        await host.Executor.WhenIdleAsync(CancellationToken.None);

        host.Outcomes.Should().Equal(ActionOutcome.Applied, ActionOutcome.TimedOut);
        Directory.Exists("/proc/" + _box.Read("self.pid").Trim()).Should().BeFalse();
        var effect = await host.EffectAsync(Order("203.0.113.9"));
        effect!.FailedReverts.Should().Be(1);
        effect.RetryAt.Should().Be(host.Clock.GetUtcNow() + host.Options.RevertRetryDelay);
    }

    [Fact]
    public async Task The_grace_after_the_deadline_covers_the_default_limits_of_a_program()
    {
        var never = new TaskCompletionSource<ResponderResult>();
        var deaf = new RecordingResponder { OnApply = (_, _) => new ValueTask<ResponderResult>(never.Task) };
        await using var host = new ExecutionHarness(deaf);
        var hung = host.ApplyAsync(Some.Order());
        await Until.TrueAsync(() => deaf.Calls.Count == 1);
        var limits = CommandLimits.Default;

        host.Clock.Advance(host.Options.Deadline + limits.KillAfter + (2 * limits.AbandonAfter));
        hung.IsCompleted.Should().BeFalse();
        never.SetResult(ResponderResult.TimedOut("killed"));

        (await hung).Detail.Should().Be("killed");
    }

    private static ResponseOrder Order(string address, int seconds = 600) => Some.Order("hangs", address, seconds);

    private ScriptResponder Script(string name, ScriptProtocol protocol) =>
        new(name, new ScriptFolder(_box.Folder), protocol, ExpectedFields.SourceAddress, new CommandRunner(_runs));
}
