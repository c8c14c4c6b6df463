using System.Collections.Immutable;
using ActiveResponse.Platform;
using ActiveResponse.Processes;

namespace ActiveResponse.Ossec.AsScript;

/// <summary>Finds programs by the caller's <c>PATH</c>, like the stock scripts, but only in folders that no one else can write.</summary>
internal sealed class CallersPath(ICommandRunner runner, string? path) : ICommandRunner
{
    private const string Variable = "PATH";
    private readonly string? _path = Trusted(path);

    public ValueTask<CommandResult> RunAsync(CommandInvocation command, CancellationToken cancellationToken) =>
        runner.RunAsync(With(command), cancellationToken);

    public ValueTask<CommandResult> ConverseAsync(
        CommandInvocation command,
        CommandDialogue dialogue,
        CancellationToken cancellationToken
    ) => runner.ConverseAsync(With(command), dialogue, cancellationToken);

    /// <summary>The trusted folders of a path; null for no path at all, which selects the fixed one.</summary>
    internal static string? Trusted(string? path) =>
        string.IsNullOrEmpty(path) || OperatingSystem.IsWindows()
            ? null
            : string.Join(
                Path.PathSeparator,
                path.Split(Path.PathSeparator)
                    .Where(static folder => Path.IsPathFullyQualified(folder) && SteeringFile.CheckFolderTrust(folder) is null)
            );

    private CommandInvocation With(CommandInvocation command) =>
        _path is null || command.Environment.ContainsKey(Variable)
            ? command
            : command with
            {
                Environment = command.Environment.SetItem(Variable, _path),
            };
}
