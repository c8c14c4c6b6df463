using System.Collections.Immutable;
using System.Text;
using ActiveResponse.Processes;
using Xunit;

namespace ActiveResponse.Testing.Conformance;

/// <content>How a program is started, fed and read.</content>
public abstract partial class CommandRunnerConformance
{
    [LinuxFact]
    public async Task Passes_arguments_on_as_they_are()
    {
        var script = Script("args", "for a in \"$@\"; do printf '[%s]' \"$a\"; done");
        var result = await RunAsync(new CommandInvocation(script, "a b", "", "$(id)", "*", "-rf", "é\n'\""));
        Assert.Equal(CommandOutcome.Exited, result.Outcome);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal("[a b][][$(id)][*][-rf][é\n'\"]", result.OutputText);
    }

    [LinuxFact]
    public async Task Gives_a_fixed_environment_and_nothing_inherited()
    {
        Environment.SetEnvironmentVariable("AR_TEST_LEAK", "leaked");
        var command = new CommandInvocation("env") { Environment = ImmutableDictionary<string, string>.Empty.Add("EXTRA", "1") };
        var result = await RunAsync(command);
        Assert.Equal(
            ["EXTRA=1", "LC_ALL=C", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"],
            result.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)
        );
    }

    [LinuxFact]
    public async Task Starts_in_the_working_directory()
    {
        Assert.Equal("/\n", (await RunAsync(new CommandInvocation("pwd"))).OutputText);
        Assert.Equal(Box.Folder + "\n", (await RunAsync(new CommandInvocation("pwd") { WorkingDirectory = Box.Folder })).OutputText);
    }

    [LinuxFact]
    public async Task Takes_a_relative_path_from_the_working_directory()
    {
        Script("here", "echo yes");
        var result = await RunAsync(new CommandInvocation("./here") { WorkingDirectory = Box.Folder });
        Assert.Equal("yes\n", result.OutputText);
    }

    [LinuxFact]
    public async Task Writes_input_and_closes_it()
    {
        var input = Encoding.ASCII.GetBytes(new string('x', 300_000));
        var result = await RunAsync(new CommandInvocation("wc", "-c") { StandardInput = input });
        Assert.Equal("300000", result.OutputText.Trim());
        Assert.True((await RunAsync(new CommandInvocation("cat"))).IsSuccess, "no input is an input that ends");
    }

    [LinuxFact]
    public async Task A_program_that_does_not_read_its_input_does_no_harm()
    {
        var script = Script("deaf", "exit 3");
        var result = await RunAsync(new CommandInvocation(script) { StandardInput = new byte[5_000_000] });
        Assert.Equal(CommandOutcome.Exited, result.Outcome);
        Assert.Equal(3, result.ExitCode);
    }

    [LinuxFact]
    public async Task Keeps_the_two_outputs_apart()
    {
        var result = await RunAsync(new CommandInvocation(Script("both", "echo out; echo err >&2; exit 7")));
        Assert.Equal(("out\n", "err\n", 7), (result.OutputText, result.ErrorText, result.ExitCode));
        Assert.False(result.IsSuccess);
    }

    [LinuxFact]
    public async Task Caps_what_it_keeps_and_reads_the_rest()
    {
        var command = new CommandInvocation("head", "-c", "8000000", "/dev/zero") { MaxCapturedBytes = 1000 };
        var result = await RunAsync(command);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(1000, result.StandardOutput.Length);
        Assert.Equal((true, false), (result.OutputTruncated, result.ErrorTruncated));
    }

    [LinuxFact]
    public async Task Output_of_exactly_the_cap_is_not_called_truncated()
    {
        var result = await RunAsync(new CommandInvocation("head", "-c", "1000", "/dev/zero") { MaxCapturedBytes = 1000 });
        Assert.Equal((1000, false), (result.StandardOutput.Length, result.OutputTruncated));
    }

    [LinuxFact]
    public async Task Tells_why_a_program_does_not_start()
    {
        async Task<StartFailure?> Why(CommandInvocation command)
        {
            var result = await RunAsync(command);
            Assert.Equal(CommandOutcome.FailedToStart, result.Outcome);
            Assert.False(string.IsNullOrEmpty(result.Detail));
            return result.StartFailure;
        }

        const UnixFileMode Read = UnixFileMode.UserRead;
        const UnixFileMode Run = UnixFileMode.UserRead | UnixFileMode.UserExecute;
        Assert.Equal(StartFailure.NotFound, await Why(new CommandInvocation(Box.PathOf("absent"))));
        Assert.Equal(StartFailure.NotFound, await Why(new CommandInvocation("no-such-program-anywhere")));
        Assert.Equal(StartFailure.NotFound, await Why(new CommandInvocation("")));
        Assert.Equal(StartFailure.NotPermitted, await Why(new CommandInvocation(Box.Write("plain", "#!/bin/sh\n", Read))));
        Assert.Equal(StartFailure.NotPermitted, await Why(new CommandInvocation(Box.Folder)));
        Assert.Equal(StartFailure.BadFormat, await Why(new CommandInvocation(Box.Write("bare", "echo hi\n", Run))));
        Assert.Equal(StartFailure.MissingInterpreter, await Why(new CommandInvocation(Box.Write("lost", "#!/no/such/interpreter\n", Run))));
        Assert.Equal(
            StartFailure.BadWorkingDirectory,
            await Why(new CommandInvocation("true") { WorkingDirectory = Box.PathOf("absent") })
        );
        Assert.Equal(StartFailure.BadWorkingDirectory, await Why(new CommandInvocation("true") { WorkingDirectory = "tmp" }));
        Assert.Equal(StartFailure.BadArgument, await Why(new CommandInvocation("echo", "a\0b")));
        Assert.Equal(StartFailure.BadArgument, await Why(new CommandInvocation("echo", "\ud800")));
        Assert.Equal(StartFailure.BadArgument, await Why(new CommandInvocation("echo", new string('x', 200_000))));
        var busy = Script("busy", "exit 0");
        using (File.Open(busy, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            Assert.Equal(StartFailure.Busy, await Why(new CommandInvocation(busy)));
        }
    }

    [LinuxFact]
    public async Task Looks_a_bare_name_up_in_its_own_path_only()
    {
        Script("only-here", "echo found");
        Assert.Equal(
            StartFailure.NotFound,
            (await RunAsync(new CommandInvocation("only-here") { WorkingDirectory = Box.Folder })).StartFailure
        );
        var path = ImmutableDictionary<string, string>.Empty.Add("PATH", "relative:" + Box.Folder + ":/usr/bin:/bin");
        Assert.Equal("found\n", (await RunAsync(new CommandInvocation("only-here") { Environment = path })).OutputText);
    }
}
