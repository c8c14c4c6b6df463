using System.Globalization;
using ActiveResponse.Processes;
using ActiveResponse.Testing.Conformance;

namespace ActiveResponse.Tests.Processes;

/// <summary>The native runner.</summary>
[Collection(ProcessesCollection.Name)]
public sealed class CommandRunnerTests : CommandRunnerConformance
{
    protected override ICommandRunner Create(TimeProvider time) => CommandRunner.Native(time);

    [LinuxFact]
    public async Task Gives_the_program_a_session_of_its_own()
    {
        var result = await RunAsync(new CommandInvocation("cat", "/proc/self/stat"));
        var fields = result.OutputText.Split(") ")[1].Split(' ');
        var id = result.OutputText.Split(' ')[0];
        (fields[2], fields[3]).Should().Be((id, id), "group and session are its own");
    }

    [LinuxFact]
    public async Task Gives_the_program_the_bytes_that_a_text_stands_for()
    {
        var result = await RunAsync(new CommandInvocation("printf", "%s|", "caf\udce9", "\udcff\udc80", "\ud83d\ude00é"));
        result.StandardOutput.ToArray().Should().Equal([.. "caf"u8, 0xe9, (byte)'|', 0xff, 0x80, (byte)'|', .. "\U0001F600é|"u8]);
    }

    [LinuxFact]
    public async Task Starts_nothing_with_what_stands_for_no_bytes()
    {
        foreach (var argument in (string[])["\ud800", "\udc00", "a\0b"])
        {
            (await RunAsync(new CommandInvocation("true", argument))).StartFailure.Should().Be(StartFailure.BadArgument);
        }
    }

    [LinuxFact]
    public async Task Leaves_only_the_three_standard_files_open()
    {
        using var other = File.Open("/proc/self/status", FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Inheritable);
        var result = await RunAsync(new CommandInvocation(Script("files", "ls /proc/$$/fd")));
        result.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().Contain(["0", "1", "2"]);
        result
            .OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Should()
            .OnlyContain(f => f == "0" || f == "1" || f == "2" || f == "10");
    }

    [LinuxFact]
    public async Task Gives_the_program_default_signals()
    {
        var result = await RunAsync(new CommandInvocation("cat", "/proc/self/status"));
        var masks = result
            .OutputText.Split('\n')
            .Select(static l => l.Split(":\t"))
            .Where(static p => p[0] is "SigBlk" or "SigIgn")
            .ToDictionary(static p => p[0], static p => ulong.Parse(p[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture));

        // Above 31 are real-time signals; glibc leaves its own two of them ignored.
        masks.Should().HaveCount(2);
        masks.Values.Select(static m => m & 0x7fff_ffff).Should().AllBeEquivalentTo(0UL);
    }

    [LinuxFact]
    public async Task Tells_a_signal_from_an_exit_code()
    {
        var result = await RunAsync(new CommandInvocation(Script("suicide", "kill -USR1 $$")));
        (result.Outcome, result.Signal, result.ExitCode).Should().Be((CommandOutcome.Signaled, 10, (int?)null));
        (await RunAsync(new CommandInvocation(Script("high", "exit 138")))).ExitCode.Should().Be(138);
    }

    [LinuxFact]
    public async Task A_program_that_obeys_takes_the_rest_of_its_group_along()
    {
        var script = Script("leader", "sh -c 'trap \"\" TERM; echo ready; while :; do sleep 0.05; done' & echo $! > child.pid; wait");
        var result = await ConverseAsync(
            Limited(script),
            async (talk, _) =>
            {
                (await LineAsync(talk)).Should().Be("ready");
                Clock.Advance(TimeSpan.FromSeconds(10));
                (await talk.ReadLineAsync(9, TimeSpan.FromHours(1), CancellationToken.None)).Status.Should().Be(LineStatus.EndOfOutput);
            }
        );
        (result.Outcome, result.Killed, result.Signal, result.PipesAbandoned).Should().Be((CommandOutcome.TimedOut, false, 15, false));
        await GoneAsync("child.pid");
    }

    [LinuxFact]
    public async Task A_dialogue_that_never_returns_holds_nobody()
    {
        var never = new TaskCompletionSource();
        var run = ConverseAsync(Limited(Script("short", "exit 0")), async (_, _) => await never.Task);
        await Clock.AdvanceUntilAsync(run, TimeSpan.FromSeconds(2));

        (await run).ExitCode.Should().Be(0);
    }

    [LinuxFact]
    public async Task A_daemon_with_its_own_session_outlives_a_kill_but_is_not_waited_for()
    {
        var script = Script(
            "escape",
            "setsid sh -c 'echo $$ > daemon.pid; exec sleep 600' & until [ -s daemon.pid ]; do sleep 0.02; done; trap '' "
                + "TERM; echo ready; while :; do sleep 0.05; done"
        );
        var run = ConverseAsync(
            Limited(script),
            async (talk, _) =>
            {
                (await LineAsync(talk)).Should().Be("ready");
                Clock.Advance(TimeSpan.FromSeconds(10));
                await Clock.TimerOf(TimeSpan.FromSeconds(3));
                Clock.Advance(TimeSpan.FromSeconds(3));
            }
        );
        // Two timers of this length follow one another: for the end after the kill, and for the pipes.
        await Clock.AdvanceUntilAsync(run, TimeSpan.FromSeconds(2));

        var result = await run;
        (result.Outcome, result.Killed, result.PipesAbandoned).Should().Be((CommandOutcome.TimedOut, true, true));
    }
}

/// <summary>The same with the working directory set by the starting thread, as on C libraries that can't set it for the child.</summary>
[Collection(ProcessesCollection.Name)]
public sealed class CommandRunnerOnOlderLibrariesTests : CommandRunnerConformance
{
    protected override ICommandRunner Create(TimeProvider time) => new CommandRunner(new SpawnLauncher(folderByThread: true), time);

    [LinuxFact]
    public async Task The_host_stays_in_its_own_working_directory()
    {
        var before = Environment.CurrentDirectory;
        await RunAsync(new CommandInvocation("pwd") { WorkingDirectory = Box.Folder });
        Environment.CurrentDirectory.Should().Be(before);
    }
}

/// <summary>The same with a thread for each program, as on kernels that have no descriptors of processes.</summary>
[Collection(ProcessesCollection.Name)]
public sealed class CommandRunnerOnOlderKernelsTests : CommandRunnerConformance
{
    protected override ICommandRunner Create(TimeProvider time) => new CommandRunner(new SpawnLauncher(watched: false), time);
}
