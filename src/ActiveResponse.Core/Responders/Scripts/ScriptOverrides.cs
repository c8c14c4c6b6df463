using System.Collections.Immutable;

namespace ActiveResponse.Responders.Scripts;

/// <summary>What one script needs that others don't.</summary>
public sealed record ScriptOverrides
{
    /// <summary>Folders its <c>PATH</c> has after the usual ones. Each an absolute path without a colon that nobody else can write to.
    /// Default: none.</summary>
    public ImmutableArray<string> ExtraPath { get; init; } = [];

    /// <summary>Variables it gets besides <c>PATH</c> and <c>LC_ALL</c>, or in place of <c>LC_ALL</c>. Default: none.</summary>
    public ImmutableDictionary<string, string> Variables { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Exit codes that mean success besides 0, each 1–255. Default: none.</summary>
    public ImmutableHashSet<int> NormalExitCodes { get; init; } = [];

    /// <summary>Whether every exit code means success, as OSSEC's and Wazuh's daemons have it. Default: no.</summary>
    public bool IgnoresExitCode { get; init; }

    /// <summary>What is added to the fixed environment.</summary>
    internal ImmutableDictionary<string, string> Environment =>
        ExtraPath.IsDefaultOrEmpty ? Variables : Variables.SetItem("PATH", string.Join(':', [UsualPath, .. ExtraPath]));

    private static string UsualPath => Processes.MinimalEnvironment.Path;

    /// <summary>Whether a program that ended by itself with this code did what it was asked to.</summary>
    internal bool IsNormal(int? exitCode) => exitCode is { } code && (IgnoresExitCode || NormalExitCodes.Contains(code));

    internal void Check(string executable)
    {
        if (
            !ExtraPath.IsDefaultOrEmpty
            && ExtraPath.FirstOrDefault(static folder => !Path.IsPathFullyQualified(folder) || folder.Contains(':')) is { } bad
        )
        {
            throw new ArgumentException($"'{bad}' can't be in the PATH of {executable}: it takes an absolute path without a colon.");
        }

        ArgumentNullException.ThrowIfNull(Variables);
        ArgumentNullException.ThrowIfNull(NormalExitCodes);
        if (Variables.FirstOrDefault(static variable => !IsVariable(variable.Key, variable.Value)) is { Key: { } name })
        {
            throw new ArgumentException(
                $"'{name}' can't be a variable of {executable}: a name has no '=', neither it nor its value a NUL, and PATH "
                    + $"is given by {nameof(ExtraPath)}."
            );
        }

        if (NormalExitCodes.Any(static code => code is < 1 or > 255))
        {
            throw new ArgumentOutOfRangeException(nameof(NormalExitCodes), $"An exit code of {executable} is 1 to 255.");
        }
    }

    private static bool IsVariable(string name, string? value) =>
        name is not ("" or "PATH") && !name.AsSpan().ContainsAny('=', '\0') && value is not null && !value.Contains('\0');
}
