using System.CommandLine;
using System.Text.RegularExpressions;
using ActiveResponse.Tool.Commands;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

public sealed partial class RemedyTests
{
    // Options of other programs: what a responder starts, and what a message tells the operator to start.
    private static readonly string[] OtherPrograms = ["Responders", "Processes", "AsScript"];

    [Fact]
    public void Every_option_that_a_message_names_exists()
    {
        var known = Options(AllCommands.For([]))
            .Append("--help")
            .Append("--version")
            .Append("--in-background")
            .ToHashSet(StringComparer.Ordinal);
        var unknown = new List<string>();
        foreach (var file in Directory.EnumerateFiles(Inputs.Repository("src"), "*.cs", SearchOption.AllDirectories).Where(IsOurs))
        {
            foreach (var line in File.ReadLines(file).Where(static line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)))
            {
                unknown.AddRange(
                    Literals()
                        .Matches(line)
                        .SelectMany(static text => Names().Matches(text.Value))
                        .Select(static name => name.Value)
                        .Where(name => !known.Contains(name))
                        .Select(name => $"{Path.GetFileName(file)}: {name}")
                );
            }
        }

        unknown.Should().BeEmpty();
    }

    private static bool IsOurs(string file) =>
        !file.Contains("/obj/", StringComparison.Ordinal)
        && !OtherPrograms.Any(folder => file.Contains($"/{folder}/", StringComparison.Ordinal));

    private static IEnumerable<string> Options(Command command) =>
        command.Options.Select(static option => option.Name).Concat(command.Subcommands.SelectMany(Options));

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"")]
    private static partial Regex Literals();

    [GeneratedRegex("(?<![-\\w])--[a-z][a-z0-9-]+")]
    private static partial Regex Names();
}
