using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using ActiveResponse.Configuration.Ossec;

namespace ActiveResponse.Processes;

/// <summary>Invocation with its executable found, its environment complete, and all values valid for the platform.</summary>
internal sealed record LaunchPlan(
    string Executable,
    ImmutableArray<string> Arguments,
    ImmutableSortedDictionary<string, string> Environment,
    string WorkingDirectory
)
{
    /// <summary>Absolute path of the executable, for diagnosing a failed start.</summary>
    public string FullPath => Path.Combine(WorkingDirectory, Executable);

    /// <summary>Creates the plan of an invocation.</summary>
    /// <param name="command">The invocation.</param>
    /// <param name="takesBytes">Whether arguments may contain bytes that aren't UTF-8.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="refusal">Why there is none.</param>
    public static bool TryMake(
        CommandInvocation command,
        bool takesBytes,
        [NotNullWhen(true)] out LaunchPlan? plan,
        [NotNullWhen(false)] out CommandResult? refusal
    )
    {
        plan = null;
        refusal = null;
        var arguments = command.Arguments.IsDefault ? [] : command.Arguments;
        var environment = MinimalEnvironment.With(command.Environment);
        if (command.Executable.Length == 0)
        {
            refusal = CommandResult.NotStarted(StartFailure.NotFound, "the command has no executable");
        }
        else if (!Path.IsPathFullyQualified(command.WorkingDirectory) || !IsPassable(command.WorkingDirectory))
        {
            refusal = CommandResult.NotStarted(StartFailure.BadWorkingDirectory, "the working directory is not an absolute path");
        }
        else if (
            !IsPassable(command.Executable)
            || !arguments.All(argument => IsPassable(argument, takesBytes))
            || !environment.All(IsPassableVariable)
        )
        {
            refusal = CommandResult.NotStarted(StartFailure.BadArgument, "an argument or variable has a NUL or is not valid text");
        }
        else if (!ExecutableSearch.TryFind(command.Executable, environment, out var executable))
        {
            refusal = CommandResult.NotStarted(
                StartFailure.NotFound,
                $"there is no {command.Executable} in {environment.GetValueOrDefault("PATH")}, or others could change it"
            );
        }
        else
        {
            plan = new LaunchPlan(executable, arguments, environment, command.WorkingDirectory);
        }

        return plan is not null;
    }

    private static bool IsPassableVariable(KeyValuePair<string, string> variable) =>
        variable.Key.Length > 0 && !variable.Key.Contains('=') && IsPassable(variable.Key) && IsPassable(variable.Value);

    private static bool IsPassable(string? text) => IsPassable(text, takesBytes: false);

    private static bool IsPassable(string? text, bool takesBytes) =>
        text is not null && !text.Contains('\0') && (takesBytes ? LosslessText.IsBytes(text) : LosslessText.IsUnicode(text));
}
