using System.Collections.Immutable;
using ActiveResponse.Configuration;

namespace ActiveResponse.Tool.Output;

/// <summary>Writes the problems of a configuration, one per line, in a form that editors can jump to.</summary>
internal static class Problems
{
    public static void Write(IReport report, ImmutableArray<ConfigProblem> problems)
    {
        foreach (var problem in problems)
        {
            var isError = problem.Severity == ConfigSeverity.Error;
            var priority = Journal.OnError(isError ? Journal.Error : Journal.Warning);
            report.Line(priority + ToolText.OneLine(ToolText.WithBytes(problem.ToString())), isError ? "red" : "yellow");
        }
    }
}
