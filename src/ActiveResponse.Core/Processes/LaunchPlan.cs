using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ActiveResponse.Processes;

/// <summary>An invocation with its executable found, its environment complete, and everything fit to be passed on.</summary>
internal sealed record LaunchPlan(
    string Executable,
    ImmutableArray<string> Arguments,
    ImmutableSortedDictionary<string, string> Environment,
    string WorkingDirectory)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The executable as an absolute path, for looking at it after a failed start.</summary>
    public string FullPath => Path.Combine(WorkingDirectory, Executable);

    public static bool TryMake(
        CommandInvocation command, [NotNullWhen(true)] out LaunchPlan? plan, [NotNullWhen(false)] out CommandResult? refusal)
    {
        plan = null;
        refusal = null;
        var arguments = command.Arguments.IsDefault ? [] : command.Arguments;
        var environment = MinimalEnvironment.With(command.Environment);
        if (command.Executable.Length == 0)
        {
            refusal = CommandResult.NotStarted(StartFailure.NotFound, "no executable is named");
        }
        else if (!Path.IsPathFullyQualified(command.WorkingDirectory) || !IsPassable(command.WorkingDirectory))
        {
            refusal = CommandResult.NotStarted(StartFailure.BadWorkingDirectory, "the working directory is not an absolute path");
        }
        else if (!IsPassable(command.Executable) || !arguments.All(IsPassable) || !environment.All(IsPassableVariable))
        {
            refusal = CommandResult.NotStarted(StartFailure.BadArgument, "an argument or variable has a NUL or is not valid text");
        }
        else if (!ExecutableSearch.TryFind(command.Executable, environment, out var executable))
        {
            refusal = CommandResult.NotStarted(StartFailure.NotFound, $"there is no {command.Executable} in {environment.GetValueOrDefault("PATH")}, or others could change it");
        }
        else
        {
            plan = new LaunchPlan(executable, arguments, environment, command.WorkingDirectory);
        }

        return plan is not null;
    }

    private static bool IsPassableVariable(KeyValuePair<string, string> variable) =>
        variable.Key.Length > 0 && !variable.Key.Contains('=') && IsPassable(variable.Key) && IsPassable(variable.Value);

    private static bool IsPassable(string? text)
    {
        if (text is null || text.Contains('\0'))
        {
            return false;
        }

        try
        {
            _ = Strict.GetByteCount(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
