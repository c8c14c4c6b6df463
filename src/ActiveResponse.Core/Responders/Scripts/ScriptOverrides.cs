using System.Collections.Immutable;
using ActiveResponse.Diagnostics;

namespace ActiveResponse.Responders.Scripts;

/// <summary>The settings of one script.</summary>
public sealed record ScriptOverrides
{
    /// <summary>Folders appended to its <c>PATH</c>. Each is an absolute path without a colon that no one else can write to. Default:
    /// none.</summary>
    public ImmutableArray<string> ExtraPath { get; init; } = [];

    /// <summary>Environment variables besides <c>PATH</c> and <c>LC_ALL</c>, or in place of <c>LC_ALL</c>. Default: none.</summary>
    public ImmutableDictionary<string, string> Variables { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Exit codes that mean success besides 0, each 1–255. Default: none.</summary>
    public ImmutableHashSet<int> NormalExitCodes { get; init; } = [];

    /// <summary>Whether every exit code means success, as in OSSEC's and Wazuh's daemons. Default: no.</summary>
    public bool IgnoresExitCode { get; init; }

    /// <summary>The additions to the fixed environment.</summary>
    internal ImmutableDictionary<string, string> Environment =>
        ExtraPath.IsDefaultOrEmpty ? Variables : Variables.SetItem("PATH", string.Join(':', [UsualPath, .. ExtraPath]));

    private static string UsualPath => Processes.MinimalEnvironment.Path;

    /// <summary>Whether a program that exited with this code succeeded.</summary>
    internal bool IsNormal(int? exitCode) => exitCode is { } code && (IgnoresExitCode || NormalExitCodes.Contains(code));

    internal void Validate(string executable, OptionsValidation validation)
    {
        var option = $"Overrides['{SafeText.Of(executable)}']";
        foreach (var folder in ExtraPath.IsDefault ? [] : ExtraPath)
        {
            validation.Form(folder, IsPathEntry, "a full path without ':'", $"{option}.{nameof(ExtraPath)}");
        }

        foreach (var (name, value) in Variables ?? ImmutableDictionary<string, string>.Empty)
        {
            validation.Require(
                IsVariable(name, value),
                $"{option}.{nameof(Variables)}['{SafeText.Of(name)}'] must have a name without '=', no NUL, and not be PATH, "
                    + $"which {nameof(ExtraPath)} extends"
            );
        }

        validation
            .NotNull(Variables, $"{option}.{nameof(Variables)}")
            .NotNull(NormalExitCodes, $"{option}.{nameof(NormalExitCodes)}")
            .Require(
                NormalExitCodes?.All(static code => code is >= 1 and <= 255) is not false,
                $"{option}.{nameof(NormalExitCodes)} must be 1 to 255"
            );
    }

    private static bool IsPathEntry(string folder) => Path.IsPathFullyQualified(folder) && !folder.Contains(':');

    private static bool IsVariable(string name, string? value) =>
        name is not ("" or "PATH") && !name.AsSpan().ContainsAny('=', '\0') && value is not null && !value.Contains('\0');
}
