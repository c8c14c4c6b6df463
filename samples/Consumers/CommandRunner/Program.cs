using ActiveResponse.DependencyInjection;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Scripts;

// A script of the administrator's blocks, and the runner writes down every program that was started. It runs where shell scripts do.
var folder = Directory.CreateTempSubdirectory("consumer");
var script = Path.Combine(folder.FullName, "close-door");
await File.WriteAllTextAsync(script, $"#!/bin/sh\necho \"$1 $3\" >>'{folder.FullName}/door.log'\n");
if (!OperatingSystem.IsWindows())
{
    File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
}

try
{
    await using (
        var stage = await Stage.SetAsync(
            (builder, _) =>
                builder
                    .UseConfig(Stage.Rules("close-door"))
                    .UseScripts(folder.FullName, ScriptProtocol.OssecArgv)
                    .UseCommandRunner(_ => new WritingRunner(CommandRunner.WithCliWrap(TimeProvider.System)))
        )
    )
    {
        await stage.HandleAsync("203.0.113.9");
    }

    Console.Write(await File.ReadAllTextAsync(Path.Combine(folder.FullName, "door.log")));
}
finally
{
    folder.Delete(recursive: true);
}

/// <summary>A runner that says what another ran, and how it ended.</summary>
internal sealed class WritingRunner(ICommandRunner inner) : ICommandRunner
{
    public async ValueTask<CommandResult> RunAsync(CommandInvocation command, CancellationToken cancellationToken) =>
        Write(command, await inner.RunAsync(command, cancellationToken));

    public async ValueTask<CommandResult> ConverseAsync(
        CommandInvocation command,
        CommandDialogue dialogue,
        CancellationToken cancellationToken
    ) => Write(command, await inner.ConverseAsync(command, dialogue, cancellationToken));

    private static CommandResult Write(CommandInvocation command, CommandResult result)
    {
        Console.WriteLine($"ran {Path.GetFileName(command.Executable)}: {result.ExitCode}");
        return result;
    }
}
