using System.Collections.Immutable;
using ActiveResponse.Configuration;
using Spectre.Console;

namespace ActiveResponse.Tool.Output;

/// <summary>Writes the problems of a configuration, one a line, in the form editors jump to.</summary>
internal static class Problems
{
    public static void Write(IAnsiConsole console, ImmutableArray<ConfigProblem> problems)
    {
        foreach (var problem in problems)
        {
            var colour = problem.Severity == ConfigSeverity.Error ? "red" : "yellow";
            console.MarkupLineInterpolated($"[{colour}]{ToolText.OneLine(ToolText.WithBytes(problem.ToString()))}[/]");
        }
    }
}
