using System.Globalization;
using ActiveResponse.Processes;
using Xunit;

namespace ActiveResponse.Testing.Conformance;

/// <content>Limits, cancellation, and what is left behind.</content>
public abstract partial class CommandRunnerConformance
{
    [LinuxFact]
    public async Task A_program_that_runs_over_its_limit_is_asked_to_stop()
    {
        var script = Script("polite", $"trap 'echo bye; exit 4' TERM; echo ready; {Loop}");
        var result = await ConverseAsync(
            Limited(script),
            async (talk, token) =>
            {
                Assert.Equal("ready", await LineAsync(talk));
                Clock.Advance(TimeSpan.FromSeconds(9));
                Assert.False(token.IsCancellationRequested);
                Clock.Advance(TimeSpan.FromSeconds(1));
                Assert.True(token.IsCancellationRequested);
                if (!OwnsSession)
                {
                    await Clock.TimerOf(TimeSpan.FromSeconds(3));
                    Clock.Advance(TimeSpan.FromSeconds(3));
                }
            }
        );
        Assert.Equal(CommandOutcome.TimedOut, result.Outcome);
        if (!OwnsSession)
        {
            // Nothing can ask it there: it is killed in the end, and never says bye.
            Assert.Equal((true, "ready\n"), (result.Killed, result.OutputText));
            return;
        }

        Assert.Equal((4, false, false, false), (result.ExitCode, result.Killed, result.StillRunning, result.PipesAbandoned));
        Assert.Equal("ready\nbye\n", result.OutputText);
        Assert.Equal(TimeSpan.FromSeconds(10), result.Duration);
    }

    [LinuxFact]
    public async Task A_program_that_ignores_being_asked_is_killed_with_its_group()
    {
        var script = Script("stubborn", $"trap '' TERM; ({Loop}) & echo $! > child.pid; echo $$ > self.pid; echo ready; {Loop}");
        var result = await ConverseAsync(
            Limited(script),
            async (talk, _) =>
            {
                Assert.Equal("ready", await LineAsync(talk));
                Clock.Advance(TimeSpan.FromSeconds(10));
                await Clock.TimerOf(TimeSpan.FromSeconds(3));
                Clock.Advance(TimeSpan.FromSeconds(3));
                var end = await talk.ReadLineAsync(100, TimeSpan.FromHours(1), CancellationToken.None);
                Assert.Equal(LineStatus.EndOfOutput, end.Status);
            }
        );
        Assert.Equal(CommandOutcome.TimedOut, result.Outcome);
        Assert.Equal((true, false, false), (result.Killed, result.StillRunning, result.PipesAbandoned));
        if (OwnsSession)
        {
            Assert.Equal(9, result.Signal);
        }

        await GoneAsync("child.pid");
        await GoneAsync("self.pid");
    }

    [LinuxFact]
    public async Task A_daemon_that_holds_the_output_is_not_waited_for_and_not_killed()
    {
        var script = Script("forker", "setsid sleep 600 & echo $! > daemon.pid; echo started");
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var run = ConverseAsync(
            Limited(script),
            async (talk, _) =>
            {
                Assert.Equal("started", await LineAsync(talk));
                heard.SetResult();
            }
        );

        // What was said is read before the time ends: only then is it sure to be in the result.
        await heard.Task;
        await Clock.TimerOf(TimeSpan.FromSeconds(2));
        Assert.False(run.IsCompleted);
        Clock.Advance(TimeSpan.FromSeconds(2));
        var result = await Guarded(run);
        Assert.Equal((CommandOutcome.Exited, 0, true), (result.Outcome, result.ExitCode, result.PipesAbandoned));
        Assert.Equal("started\n", result.OutputText);
        Assert.True(Runs("daemon.pid"), "a service that was restarted must live on");
    }

    [LinuxFact]
    public async Task A_daemon_that_holds_input_does_not_hold_us()
    {
        // By another number: a shell gives what it starts in the background /dev/null to read, of which <&0 would be a copy.
        var script = Script("reader", "exec 3<&0; setsid sleep 600 <&3 3<&- >/dev/null 2>&1 & echo $! > daemon.pid");
        var command = Limited(script) with { StandardInput = new byte[1_000_000] };
        var run = Create(Clock).RunAsync(command, CancellationToken.None).AsTask();
        await Clock.TimerOf(TimeSpan.FromSeconds(2));
        Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(CommandOutcome.Exited, (await Guarded(run)).Outcome);
    }

    [LinuxFact]
    public async Task Cancelling_stops_the_program_and_is_passed_on()
    {
        using var cancel = new CancellationTokenSource();
        var script = Script("endless", $"echo $$ > self.pid; echo ready; read x; {(OwnsSession ? Loop : "exit 0")}");
        var run = ConverseAsync(
            Limited(script),
            async (talk, _) =>
            {
                Assert.Equal("ready", await LineAsync(talk));
                await cancel.CancelAsync();
            },
            cancel.Token
        );
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await GoneAsync("self.pid");
    }

    [LinuxFact]
    public async Task A_cancelled_token_starts_nothing()
    {
        var script = Script("mark", "touch started");
        var command = new CommandInvocation(script) { WorkingDirectory = Box.Folder };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Create(Clock).RunAsync(command, new CancellationToken(true)).AsTask()
        );
        Assert.False(File.Exists(Box.PathOf("started")));
    }

    [LinuxFact]
    public async Task Leaves_no_zombie_and_no_descriptor()
    {
        var runner = Create(Clock);
        var script = Script("quick", "exit 0");
        await runner.RunAsync(new CommandInvocation(script), CancellationToken.None);
        var before = OpenFiles();
        for (var i = 0; i < 40; i++)
        {
            await runner.RunAsync(new CommandInvocation(script), CancellationToken.None);
            await runner.RunAsync(new CommandInvocation(Box.PathOf("absent")), CancellationToken.None);
        }

        Assert.True(OpenFiles() < before + 20);
        Assert.Equal(0, Zombies());
    }

    [LinuxFact]
    public async Task Runs_many_at_a_time()
    {
        var runner = Create(TimeProvider.System);
        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 60)
                .Select(i =>
                    runner
                        .RunAsync(new CommandInvocation("echo", i.ToString(CultureInfo.InvariantCulture)), CancellationToken.None)
                        .AsTask()
                )
        );
        Assert.Equal(
            Enumerable.Range(0, 60).Select(static i => i.ToString(CultureInfo.InvariantCulture)),
            results.Select(static r => r.OutputText.Trim())
        );
    }
}
