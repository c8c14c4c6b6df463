using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using ActiveResponse.Processes;

namespace ActiveResponse.Tests.Processes;

/// <summary>What every <see cref="ICommandRunner"/> must do, tried with real programs.</summary>
public abstract class CommandRunnerConformance : IDisposable
{
    private const string Loop = "while :; do sleep 0.05; done";

    protected ScriptBox Box { get; } = new();

    protected HandClock Clock { get; } = new();

    /// <summary>Whether programs get a session of their own, and SIGTERM when asked to stop.</summary>
    protected virtual bool OwnsSession => true;

    protected abstract ICommandRunner Create(TimeProvider time);

    public void Dispose()
    {
        Box.Dispose();
        GC.SuppressFinalize(this);
    }

    [SkippableFact]
    public async Task Passes_arguments_on_as_they_are()
    {
        var script = Script("args", "for a in \"$@\"; do printf '[%s]' \"$a\"; done");
        var result = await RunAsync(new CommandInvocation(script, "a b", "", "$(id)", "*", "-rf", "é\n'\""));
        result.Outcome.Should().Be(CommandOutcome.Exited);
        result.ExitCode.Should().Be(0);
        result.OutputText.Should().Be("[a b][][$(id)][*][-rf][é\n'\"]");
    }

    [SkippableFact]
    public async Task Gives_a_fixed_environment_and_nothing_inherited()
    {
        Environment.SetEnvironmentVariable("AR_TEST_LEAK", "leaked");
        var command = new CommandInvocation("env") { Environment = ImmutableDictionary<string, string>.Empty.Add("EXTRA", "1") };
        var result = await RunAsync(command);
        result.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().BeEquivalentTo(
            "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C", "EXTRA=1");
    }

    [SkippableFact]
    public async Task Starts_in_the_working_directory()
    {
        (await RunAsync(new CommandInvocation("pwd"))).OutputText.Should().Be("/\n");
        (await RunAsync(new CommandInvocation("pwd") { WorkingDirectory = Box.Folder })).OutputText.Should().Be(Box.Folder + "\n");
    }

    [SkippableFact]
    public async Task Takes_a_relative_path_from_the_working_directory()
    {
        Script("here", "echo yes");
        var result = await RunAsync(new CommandInvocation("./here") { WorkingDirectory = Box.Folder });
        result.OutputText.Should().Be("yes\n");
    }

    [SkippableFact]
    public async Task Writes_input_and_closes_it()
    {
        var input = Encoding.ASCII.GetBytes(new string('x', 300_000));
        var result = await RunAsync(new CommandInvocation("wc", "-c") { StandardInput = input });
        result.OutputText.Trim().Should().Be("300000");
        (await RunAsync(new CommandInvocation("cat"))).IsSuccess.Should().BeTrue("no input is an input that ends");
    }

    [SkippableFact]
    public async Task A_program_that_does_not_read_its_input_does_no_harm()
    {
        var script = Script("deaf", "exit 3");
        var result = await RunAsync(new CommandInvocation(script) { StandardInput = new byte[5_000_000] });
        result.Outcome.Should().Be(CommandOutcome.Exited);
        result.ExitCode.Should().Be(3);
    }

    [SkippableFact]
    public async Task Keeps_the_two_outputs_apart()
    {
        var result = await RunAsync(new CommandInvocation(Script("both", "echo out; echo err >&2; exit 7")));
        (result.OutputText, result.ErrorText, result.ExitCode).Should().Be(("out\n", "err\n", 7));
        result.IsSuccess.Should().BeFalse();
    }

    [SkippableFact]
    public async Task Caps_what_it_keeps_and_reads_the_rest()
    {
        var command = new CommandInvocation("head", "-c", "8000000", "/dev/zero") { MaxCapturedBytes = 1000 };
        var result = await RunAsync(command);
        result.ExitCode.Should().Be(0, "the program could write all of it");
        result.StandardOutput.Length.Should().Be(1000);
        (result.OutputTruncated, result.ErrorTruncated).Should().Be((true, false));
    }

    [SkippableFact]
    public async Task Output_of_exactly_the_cap_is_not_called_truncated()
    {
        var result = await RunAsync(new CommandInvocation("head", "-c", "1000", "/dev/zero") { MaxCapturedBytes = 1000 });
        (result.StandardOutput.Length, result.OutputTruncated).Should().Be((1000, false));
    }

    [SkippableFact]
    public async Task Tells_why_a_program_does_not_start()
    {
        Linux();
        async Task<StartFailure?> Why(CommandInvocation command)
        {
            var result = await RunAsync(command);
            result.Outcome.Should().Be(CommandOutcome.FailedToStart, command.Executable);
            result.Detail.Should().NotBeNullOrEmpty();
            return result.StartFailure;
        }

        const UnixFileMode Read = UnixFileMode.UserRead;
        const UnixFileMode Run = UnixFileMode.UserRead | UnixFileMode.UserExecute;
        (await Why(new CommandInvocation(Box.PathOf("absent")))).Should().Be(StartFailure.NotFound);
        (await Why(new CommandInvocation("no-such-program-anywhere"))).Should().Be(StartFailure.NotFound);
        (await Why(new CommandInvocation(""))).Should().Be(StartFailure.NotFound);
        (await Why(new CommandInvocation(Box.Write("plain", "#!/bin/sh\n", Read)))).Should().Be(StartFailure.NotPermitted);
        (await Why(new CommandInvocation(Box.Folder))).Should().Be(StartFailure.NotPermitted);
        (await Why(new CommandInvocation(Box.Write("bare", "echo hi\n", Run)))).Should().Be(StartFailure.BadFormat);
        (await Why(new CommandInvocation(Box.Write("lost", "#!/no/such/interpreter\n", Run)))).Should().Be(StartFailure.MissingInterpreter);
        (await Why(new CommandInvocation("true") { WorkingDirectory = Box.PathOf("absent") })).Should().Be(StartFailure.BadWorkingDirectory);
        (await Why(new CommandInvocation("true") { WorkingDirectory = "tmp" })).Should().Be(StartFailure.BadWorkingDirectory);
        (await Why(new CommandInvocation("echo", "a\0b"))).Should().Be(StartFailure.BadArgument);
        (await Why(new CommandInvocation("echo", "\ud800"))).Should().Be(StartFailure.BadArgument);
        (await Why(new CommandInvocation("echo", new string('x', 200_000)))).Should().Be(StartFailure.BadArgument);
        var busy = Script("busy", "exit 0");
        using (File.Open(busy, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            (await Why(new CommandInvocation(busy))).Should().Be(StartFailure.Busy);
        }
    }

    [SkippableFact]
    public async Task Looks_a_bare_name_up_in_its_own_path_only()
    {
        Script("only-here", "echo found");
        (await RunAsync(new CommandInvocation("only-here") { WorkingDirectory = Box.Folder })).StartFailure.Should().Be(StartFailure.NotFound);
        var path = ImmutableDictionary<string, string>.Empty.Add("PATH", "relative:" + Box.Folder + ":/usr/bin:/bin");
        (await RunAsync(new CommandInvocation("only-here") { Environment = path })).OutputText.Should().Be("found\n");
    }

    [SkippableFact]
    public async Task A_program_that_runs_over_its_limit_is_asked_to_stop()
    {
        Linux();
        Skip.IfNot(OwnsSession, "no SIGTERM on this runner");
        var script = Script("polite", $"trap 'echo bye; exit 4' TERM; echo ready; {Loop}");
        var result = await ConverseAsync(Limited(script), async (talk, token) =>
        {
            (await LineAsync(talk)).Should().Be("ready");
            Clock.Advance(TimeSpan.FromSeconds(9));
            token.IsCancellationRequested.Should().BeFalse();
            Clock.Advance(TimeSpan.FromSeconds(1));
            token.IsCancellationRequested.Should().BeTrue();
        });
        result.Outcome.Should().Be(CommandOutcome.TimedOut);
        (result.ExitCode, result.Killed, result.StillRunning, result.PipesAbandoned).Should().Be((4, false, false, false));
        result.OutputText.Should().Be("ready\nbye\n");
        result.Duration.Should().Be(TimeSpan.FromSeconds(10));
    }

    [SkippableFact]
    public async Task A_program_that_ignores_being_asked_is_killed_with_its_group()
    {
        var script = Script("stubborn", $"trap '' TERM; ({Loop}) & echo $! > child.pid; echo $$ > self.pid; echo ready; {Loop}");
        var result = await ConverseAsync(Limited(script), async (talk, _) =>
        {
            (await LineAsync(talk)).Should().Be("ready");
            Clock.Advance(TimeSpan.FromSeconds(10));
            await Clock.TimerOf(TimeSpan.FromSeconds(3));
            Clock.Advance(TimeSpan.FromSeconds(3));
            var end = await talk.ReadLineAsync(100, TimeSpan.FromHours(1), CancellationToken.None);
            end.Status.Should().Be(LineStatus.EndOfOutput, "the whole group is gone, so nobody holds the pipe");
        });
        result.Outcome.Should().Be(CommandOutcome.TimedOut);
        (result.Killed, result.StillRunning, result.PipesAbandoned).Should().Be((true, false, false));
        if (OwnsSession)
        {
            result.Signal.Should().Be(9);
        }

        await GoneAsync("child.pid");
        await GoneAsync("self.pid");
    }

    [SkippableFact]
    public async Task A_daemon_that_holds_the_output_is_not_waited_for_and_not_killed()
    {
        Linux();
        var script = Script("forker", "setsid sleep 600 & echo $! > daemon.pid; echo started");
        var run = Create(Clock).RunAsync(Limited(script), CancellationToken.None).AsTask();
        await Clock.TimerOf(TimeSpan.FromSeconds(2));
        run.IsCompleted.Should().BeFalse();
        Clock.Advance(TimeSpan.FromSeconds(2));
        var result = await Guarded(run);
        (result.Outcome, result.ExitCode, result.PipesAbandoned).Should().Be((CommandOutcome.Exited, 0, true));
        result.OutputText.Should().Be("started\n");
        Runs("daemon.pid").Should().BeTrue("a service that was restarted must live on");
    }

    [SkippableFact]
    public async Task A_daemon_that_holds_input_does_not_hold_us()
    {
        Linux();
        var script = Script("reader", "setsid sleep 600 <&0 >/dev/null 2>&1 & echo $! > daemon.pid");
        var command = Limited(script) with { StandardInput = new byte[1_000_000] };
        var run = Create(Clock).RunAsync(command, CancellationToken.None).AsTask();
        await Clock.TimerOf(TimeSpan.FromSeconds(2));
        Clock.Advance(TimeSpan.FromSeconds(2));
        (await Guarded(run)).Outcome.Should().Be(CommandOutcome.Exited);
    }

    [SkippableFact]
    public async Task Cancelling_stops_the_program_and_is_passed_on()
    {
        using var cancel = new CancellationTokenSource();
        var script = Script("endless", $"echo $$ > self.pid; echo ready; read x; {(OwnsSession ? Loop : "exit 0")}");
        var run = ConverseAsync(Limited(script), async (talk, _) =>
        {
            (await LineAsync(talk)).Should().Be("ready");
            await cancel.CancelAsync();
        }, cancel.Token);
        await FluentActions.Awaiting(() => run).Should().ThrowAsync<OperationCanceledException>();
        await GoneAsync("self.pid");
    }

    [SkippableFact]
    public async Task A_cancelled_token_starts_nothing()
    {
        var script = Script("mark", "touch started");
        await FluentActions.Awaiting(() => Create(Clock).RunAsync(new CommandInvocation(script) { WorkingDirectory = Box.Folder }, new CancellationToken(true)).AsTask())
            .Should().ThrowAsync<OperationCanceledException>();
        File.Exists(Box.PathOf("started")).Should().BeFalse();
    }

    [SkippableFact]
    public async Task Talks_line_by_line()
    {
        var script = Script("echoes", "while read line; do echo \"got $line\"; done; printf tail");
        var answers = new List<string>();
        var result = await ConverseAsync(Limited(script), async (talk, token) =>
        {
            foreach (var word in new[] { "one", "two" })
            {
                (await talk.WriteLineAsync(Encoding.UTF8.GetBytes(word), token)).Should().BeTrue();
                answers.Add(await LineAsync(talk));
            }

            talk.CloseInput();
            talk.CloseInput();
            answers.Add(await LineAsync(talk));
            (await talk.ReadLineAsync(10, TimeSpan.FromHours(1), token)).Status.Should().Be(LineStatus.EndOfOutput);
            (await talk.WriteLineAsync(default, token)).Should().BeFalse();
        });
        answers.Should().Equal("got one", "got two", "tail");
        result.IsSuccess.Should().BeTrue();
        result.OutputText.Should().Be("got one\ngot two\ntail");
    }

    [SkippableFact]
    public async Task A_line_may_be_as_long_as_allowed_and_no_longer()
    {
        var script = Script("long", "echo 12345; echo 123456");
        await ConverseAsync(Limited(script), async (talk, token) =>
        {
            (await talk.ReadLineAsync(5, TimeSpan.FromHours(1), token)).Bytes.Length.Should().Be(5);
            (await talk.ReadLineAsync(5, TimeSpan.FromHours(1), token)).Status.Should().Be(LineStatus.TooLong);
        });
        await ConverseAsync(Limited(Script("endless-line", "exec cat /dev/zero")), async (talk, token) =>
        {
            (await talk.ReadLineAsync(8191, TimeSpan.FromHours(1), token)).Status.Should().Be(LineStatus.TooLong);
            Clock.Advance(TimeSpan.FromSeconds(10));
            await Clock.TimerOf(TimeSpan.FromSeconds(3));
            Clock.Advance(TimeSpan.FromSeconds(3));
        });
    }

    [SkippableFact]
    public async Task A_line_that_does_not_come_in_time_is_not_waited_for()
    {
        var script = Script("mute", "read x; echo heard");
        var result = await ConverseAsync(Limited(script), async (talk, token) =>
        {
            var line = talk.ReadLineAsync(100, TimeSpan.FromSeconds(1), token);
            Clock.Advance(TimeSpan.FromSeconds(1));
            (await line).Status.Should().Be(LineStatus.TimedOut);
            await talk.WriteLineAsync("x"u8.ToArray(), token);
            (await LineAsync(talk)).Should().Be("heard");
        });
        result.IsSuccess.Should().BeTrue();
    }

    [SkippableFact]
    public async Task A_program_that_leaves_at_once_ends_the_talk()
    {
        var result = await ConverseAsync(Limited(Script("gone", "exit 5")), async (talk, token) =>
        {
            (await talk.ReadLineAsync(100, TimeSpan.FromHours(1), token)).Status.Should().Be(LineStatus.EndOfOutput);
            (await talk.WriteLineAsync(new byte[200_000], token)).Should().BeFalse();
        });
        (result.Outcome, result.ExitCode).Should().Be((CommandOutcome.Exited, 5));
    }

    [SkippableFact]
    public async Task A_dialogue_that_throws_stops_the_program_and_is_heard()
    {
        var script = Script("waits", $"echo $$ > self.pid; echo ready; read x; {(OwnsSession ? Loop : "exit 0")}");
        var run = ConverseAsync(Limited(script), async (talk, _) =>
        {
            await LineAsync(talk);
            throw new InvalidTimeZoneException("mine");
        });
        await FluentActions.Awaiting(() => run).Should().ThrowAsync<InvalidTimeZoneException>().WithMessage("mine");
        await GoneAsync("self.pid");
    }

    [SkippableFact]
    public async Task A_dialogue_is_not_begun_when_nothing_started()
    {
        var result = await ConverseAsync(Limited(Box.PathOf("absent")), (_, _) => throw new InvalidOperationException("began"));
        result.Outcome.Should().Be(CommandOutcome.FailedToStart);
    }

    [SkippableFact]
    public async Task Leaves_no_zombie_and_no_descriptor()
    {
        Linux();
        var runner = Create(Clock);
        var script = Script("quick", "exit 0");
        await runner.RunAsync(new CommandInvocation(script), CancellationToken.None);
        var before = OpenFiles();
        for (var i = 0; i < 40; i++)
        {
            await runner.RunAsync(new CommandInvocation(script), CancellationToken.None);
            await runner.RunAsync(new CommandInvocation(Box.PathOf("absent")), CancellationToken.None);
        }

        OpenFiles().Should().BeLessThan(before + 20);
        Zombies().Should().Be(0);
    }

    [SkippableFact]
    public async Task Runs_many_at_a_time()
    {
        Linux();
        var runner = Create(TimeProvider.System);
        var results = await Task.WhenAll(Enumerable.Range(0, 60).Select(i =>
            runner.RunAsync(new CommandInvocation("echo", i.ToString(CultureInfo.InvariantCulture)), CancellationToken.None).AsTask()));
        results.Select(static r => r.OutputText.Trim()).Should().Equal(Enumerable.Range(0, 60).Select(static i => i.ToString(CultureInfo.InvariantCulture)));
    }

    protected static void Linux() => Skip.IfNot(OperatingSystem.IsLinux(), "the programs are Linux shell scripts");

    protected string Script(string name, string body)
    {
        Linux();
        return Box.Shell(name, body);
    }

    protected CommandInvocation Limited(string script, params string[] arguments) => new(script, arguments)
    {
        WorkingDirectory = Box.Folder,
        Limits = new CommandLimits
        {
            StopAfter = TimeSpan.FromSeconds(10),
            KillAfter = TimeSpan.FromSeconds(3),
            AbandonAfter = TimeSpan.FromSeconds(2),
        },
    };

    protected Task<CommandResult> RunAsync(CommandInvocation command)
    {
        Linux();
        return Guarded(Create(Clock).RunAsync(command, CancellationToken.None).AsTask());
    }

    protected Task<CommandResult> ConverseAsync(CommandInvocation command, CommandDialogue dialogue, CancellationToken token = default) =>
        Guarded(Create(Clock).ConverseAsync(command, dialogue, token).AsTask());

    protected static async Task<string> LineAsync(ICommandConversation talk)
    {
        var line = await talk.ReadLineAsync(1000, TimeSpan.FromHours(1), CancellationToken.None);
        line.Status.Should().Be(LineStatus.Line);
        return Encoding.UTF8.GetString(line.Bytes.Span);
    }

    protected bool Runs(string file)
    {
        var id = Box.Read(file).Trim();
        id.Should().NotBeEmpty();
        try
        {
            return !File.ReadAllText($"/proc/{id}/stat").Split(") ")[^1].StartsWith('Z');
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Completes when a process is gone; one that was killed may take a moment to be.</summary>
    protected async Task GoneAsync(string file)
    {
        var watch = Stopwatch.StartNew();
        while (Runs(file))
        {
            watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(30), $"the process of {file} must end");
            await Task.Yield();
        }
    }

    // Only so that a defect fails the test instead of hanging it; nothing is decided by it.
    protected static Task<T> Guarded<T>(Task<T> task) => task.WaitAsync(TimeSpan.FromSeconds(60));

    private static int OpenFiles() => Directory.GetFileSystemEntries("/proc/self/fd").Length;

    private static int Zombies()
    {
        var own = string.Create(CultureInfo.InvariantCulture, $"Z {Environment.ProcessId} ");
        return Directory.EnumerateDirectories("/proc", "*").Count(folder =>
        {
            try
            {
                return File.ReadAllText(folder + "/stat").Split(") ")[^1].StartsWith(own, StringComparison.Ordinal);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        });
    }
}
