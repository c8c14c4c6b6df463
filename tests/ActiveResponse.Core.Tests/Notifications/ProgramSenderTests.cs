using ActiveResponse.Notifications;
using ActiveResponse.Processes;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Tests.Notifications;

/// <summary>With real programs.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class ProgramSenderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("active-response-test-").FullName;

    public ProgramSenderTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "the scripts are Unix's");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_text_comes_on_standard_input_and_arguments_stay_what_they_are()
    {
        var sender = Sender("cat >\"$1/got\"; echo \"$#:$2\" >>\"$1/got\"", [_folder, "$(id) x"]);
        (await sender.SendAsync("blocked 203.0.113.9", CancellationToken.None)).Should().Be(SendResult.Delivered);
        (await File.ReadAllTextAsync(Path.Combine(_folder, "got"))).Should().Be("blocked 203.0.113.9\n2:$(id) x\n");
    }

    [Fact]
    public async Task A_failure_is_tried_again_and_says_what_the_program_said()
    {
        var result = await Sender("echo no route >&2; exit 3", []).SendAsync("x", CancellationToken.None);
        result.Should().Be(SendResult.Retry("it ended with 3: no route"));
    }

    [Fact]
    public async Task A_program_that_isnt_there_is_not_tried_again()
    {
        var options = new ProgramNotificationOptions { Executable = Path.Combine(_folder, "none") };
        var result = await new ProgramSender(options, CommandRunner.Native(TimeProvider.System)).SendAsync("x", CancellationToken.None);
        (result.MayRetry, result.Problem is null).Should().Be((false, false));
    }

    [Fact]
    public void A_program_needs_a_full_path()
    {
        var create = () =>
            NotificationObservers.Program(
                new ProgramNotificationOptions { Executable = "notify-send" },
                CommandRunner.Native(TimeProvider.System)
            );
        create.Should().Throw<OptionsValidationException>().WithMessage("*Executable must be the full path of a file*");
    }

    private ProgramSender Sender(string script, string[] arguments)
    {
        var file = Path.Combine(_folder, "notify");
        File.WriteAllText(file, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new ProgramSender(
            new ProgramNotificationOptions { Executable = file, Arguments = [.. arguments] },
            CommandRunner.Native(TimeProvider.System)
        );
    }
}
