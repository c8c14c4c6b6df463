using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ActiveResponse.Platform;
using ActiveResponse.Responders.Scripts;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Commands;

/// <summary>The options for single scripts: PATH folders, variables, normal exit codes.</summary>
internal sealed class ScriptSwitches
{
    private const string AnyCode = "any";

    public Option<string[]> Path { get; } =
        new("--script-path")
        {
            Description =
                "Folders appended to a script's PATH, after /usr/sbin:/usr/bin:/sbin:/bin; only root may be able to write to "
                + "them. Repeatable.",
            HelpName = "SCRIPT=DIR[:DIR]",
        };

    public Option<string[]> Variable { get; } =
        new("--script-variable")
        {
            Description = "An environment variable for a script: with a value, or with that of this process. Repeatable.",
            HelpName = "SCRIPT=NAME[=VALUE]",
        };

    public Option<string[]> Exit { get; } =
        new("--script-exit")
        {
            Description = $"Exit codes of a script that mean success besides 0; {AnyCode}: all. Repeatable.",
            HelpName = $"SCRIPT=CODE[,CODE]|{AnyCode}",
        };

    public void AddTo(Command command)
    {
        command.Add(Path);
        command.Add(Variable);
        command.Add(Exit);
        command.Validators.Add(result =>
        {
            if (!TryRead(result.GetValue(Path), result.GetValue(Variable), result.GetValue(Exit), out _, out var problem))
            {
                result.AddError(problem);
            }
        });
    }

    public ImmutableDictionary<string, ScriptOverrides> Read(ParseResult parsed) =>
        TryRead(parsed.GetValue(Path), parsed.GetValue(Variable), parsed.GetValue(Exit), out var overrides, out _)
            ? overrides
            : ImmutableDictionary<string, ScriptOverrides>.Empty;

    private static bool TryRead(
        string[]? paths,
        string[]? variables,
        string[]? exits,
        out ImmutableDictionary<string, ScriptOverrides> overrides,
        [NotNullWhen(false)] out string? problem
    )
    {
        var read = ImmutableDictionary.CreateBuilder<string, ScriptOverrides>(StringComparer.Ordinal);
        problem =
            ForEach("--script-path", paths, AddPath)
            ?? ForEach("--script-variable", variables, AddVariable)
            ?? ForEach("--script-exit", exits, AddExit);
        overrides = read.ToImmutable();
        return problem is null;

        string? ForEach(string option, string[]? values, Func<ScriptOverrides, string, (ScriptOverrides? Changed, string? Problem)> add)
        {
            foreach (var value in values ?? [])
            {
                if (value.IndexOf('=', StringComparison.Ordinal) is not (> 0 and var at) || at == value.Length - 1)
                {
                    return $"{option} {ToolText.OneLine(value)}: write the script's name, '=', and the value.";
                }

                var (changed, why) = add(read.GetValueOrDefault(value[..at]) ?? new ScriptOverrides(), value[(at + 1)..]);
                if (changed is null)
                {
                    return $"{option} {ToolText.OneLine(value)}: {why}";
                }

                read[value[..at]] = changed;
            }

            return null;
        }
    }

    private static (ScriptOverrides? Changed, string? Problem) AddPath(ScriptOverrides to, string folders)
    {
        string[] each = folders.Split(':');
        if (each.FirstOrDefault(static folder => !System.IO.Path.IsPathFullyQualified(folder)) is { } relative)
        {
            return (null, $"'{ToolText.OneLine(relative)}' isn't an absolute path.");
        }

        var untrusted = each.Select(NativeFiles.OfThisHost().JudgeFolder).FirstOrDefault(static why => why is not null);
        return untrusted is null
            ? (to with { ExtraPath = [.. to.ExtraPath, .. each] }, null)
            : (null, $"others could put a program there: {untrusted}.");
    }

    private static (ScriptOverrides? Changed, string? Problem) AddVariable(ScriptOverrides to, string variable)
    {
        var at = variable.IndexOf('=', StringComparison.Ordinal);
        var name = at < 0 ? variable : variable[..at];
        if (name is "" or "PATH")
        {
            return (null, name.Length == 0 ? "the variable has no name." : "PATH is extended with --script-path.");
        }

        var value = at < 0 ? Environment.GetEnvironmentVariable(name) : variable[(at + 1)..];
        if (value is null)
        {
            return (null, $"'{ToolText.OneLine(name)}' isn't set in this process's environment: set it, or give a value with '='.");
        }

        return (to with { Variables = to.Variables.SetItem(name, value) }, null);
    }

    private static (ScriptOverrides? Changed, string? Problem) AddExit(ScriptOverrides to, string codes)
    {
        if (codes == AnyCode)
        {
            return (to with { IgnoresExitCode = true }, null);
        }

        foreach (var code in codes.Split(','))
        {
            if (!int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 255)
            {
                return (null, $"'{ToolText.OneLine(code)}' isn't an exit code from 1 to 255 or '{AnyCode}'.");
            }

            to = to with { NormalExitCodes = to.NormalExitCodes.Add(number) };
        }

        return (to, null);
    }
}
