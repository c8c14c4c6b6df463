using ActiveResponse.Processes;
using ActiveResponse.Testing.Conformance;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.Tests.Processes;

/// <summary>The default runner, as hosts on Linux get it.</summary>
[Collection(ProcessesCollection.Name)]
public sealed class CliWrapRunnerTests : CommandRunnerConformance
{
    protected override ICommandRunner Create(TimeProvider time)
    {
        var services = new ServiceCollection();
        services.AddSingleton(time);
        services.AddActiveResponse();
        return services.BuildServiceProvider().GetRequiredService<ICommandRunner>();
    }

    [LinuxFact]
    public async Task Hosts_get_it_unless_they_ask_for_the_native_one()
    {
        // .NET folds a signal into the exit code; the native runner asks the system itself.
        var services = new ServiceCollection();
        services.AddActiveResponse().UseNativeRunner();
        var native = services.BuildServiceProvider().GetRequiredService<ICommandRunner>();
        var signaled = new CommandInvocation(Script("signaled", "kill -USR1 $$"));

        (await native.RunAsync(signaled, CancellationToken.None)).Outcome.Should().Be(CommandOutcome.Signaled);
        (await Create(TimeProvider.System).RunAsync(signaled, CancellationToken.None))
            .Outcome.Should()
            .Be(CommandOutcome.Exited, "CliWrap can't tell");
    }

    [LinuxFact]
    public async Task Gives_the_program_a_session_of_its_own()
    {
        var result = await RunAsync(new CommandInvocation("cat", "/proc/self/stat"));
        var fields = result.OutputText.Split(") ")[1].Split(' ');
        var id = result.OutputText.Split(' ')[0];
        (fields[2], fields[3]).Should().Be((id, id), "group and session are its own");
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
    public async Task A_grandchild_that_has_fled_the_group_is_not_waited_for()
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
        await Clock.AdvanceUntilAsync(run, TimeSpan.FromSeconds(2));

        var result = await run;
        (result.Outcome, result.Killed, result.PipesAbandoned).Should().Be((CommandOutcome.TimedOut, true, true));
        Runs("daemon.pid").Should().BeTrue();
    }

    [LinuxFact]
    public async Task A_signal_of_another_shows_as_an_exit_code_which_the_native_runner_tells_apart()
    {
        var result = await RunAsync(new CommandInvocation(Script("suicide", "kill -USR1 $$")));
        (result.Outcome, result.Signal, result.ExitCode).Should().Be((CommandOutcome.Exited, (int?)null, 128 + 10));
    }

    [LinuxFact]
    public async Task Never_hands_what_is_no_program_to_a_shell()
    {
        const UnixFileMode Run = UnixFileMode.UserRead | UnixFileMode.UserExecute;
        foreach (var text in new[] { "touch ran\n", "", "#", "\u007fEL" })
        {
            var file = Box.Write("bare", text, Run);
            var result = await RunAsync(Limited(file));
            (result.Outcome, result.StartFailure).Should().Be((CommandOutcome.FailedToStart, StartFailure.BadFormat), "of {0}", text);
            File.Delete(file);
        }

        File.Exists(Box.PathOf("ran")).Should().BeFalse();
    }

    [LinuxFact]
    public async Task A_program_that_ends_as_setsid_would_is_not_mistaken_for_it()
    {
        var result = await RunAsync(new CommandInvocation(Script("own", "echo 'setsid: something else: Permission denied' >&2; exit 126")));
        (result.Outcome, result.ExitCode).Should().Be((CommandOutcome.Exited, 126));
    }

    [LinuxFact]
    public async Task Arguments_that_look_like_options_of_setsid_reach_the_program()
    {
        var result = await RunAsync(new CommandInvocation("printf", "[%s]", "--wait", "--", "\\", "a\\\"b", "\t", "\\\\ \"", "x\ny"));
        result.OutputText.Should().Be("[--wait][--][\\][a\\\"b][\t][\\\\ \"][x\ny]");
    }
}
