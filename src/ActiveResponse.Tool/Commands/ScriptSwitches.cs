using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ActiveResponse.Platform;
using ActiveResponse.Responders.Scripts;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Commands;

/// <summary>The options that say what single scripts need: folders for PATH, variables, exit codes that are normal.</summary>
internal sealed class ScriptSwitches
{
    private const string AnyCode = "any";

    public Option<string[]> Path { get; } =
        new("--script-path")
        {
            Description =
                "Folders that the PATH of a script has after /usr/sbin:/usr/bin:/sbin:/bin; only root may be able to write to "
                + "them. Can be given several times.",
            HelpName = "SCRIPT=DIR[:DIR]",
        };

    public Option<string[]> Variable { get; } =
        new("--script-variable")
        {
            Description =
                "A variable that a script gets: with a value, or as it is in the environment of this process. Can be given several times.",
            HelpName = "SCRIPT=NAME[=VALUE]",
        };

    public Option<string[]> Exit { get; } =
        new("--script-exit")
        {
            Description = $"Exit codes of a script that mean success besides 0; {AnyCode}: all. Can be given several times.",
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
                    return $"{option} {ToolText.OneLine(value)}: write the name of the script, '=', and what it needs.";
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
            return (null, $"'{ToolText.OneLine(relative)}' is no absolute path.");
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
            return (null, $"'{ToolText.OneLine(name)}' isn't set in the environment of this process: set it, or give a value with '='.");
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
                return (null, $"'{ToolText.OneLine(code)}' is no exit code from 1 to 255, nor '{AnyCode}'.");
            }

            to = to with { NormalExitCodes = to.NormalExitCodes.Add(number) };
        }

        return (to, null);
    }
}
