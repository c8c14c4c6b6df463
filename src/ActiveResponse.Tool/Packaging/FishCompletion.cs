namespace ActiveResponse.Tool.Packaging;

/// <summary>The completion for fish.</summary>
internal static class FishCompletion
{
    private const string Start = """
        # fish completion of active-response, made from its commands.
        function __active_response_at
            set -l at ""
            for word in (commandline -opc)[2..-1]
                switch "$at $word"
        """;

    private const string AfterWords = """
                        set at "$at $word"
                end
            end
            test "$at" = "$argv[1]"
        end
        complete -c active-response -f

        """;

    public static string Of(CommandDoc tool)
    {
        var words = string.Join(' ', tool.All.Skip(1).Select(static command => Quoted(command.At)));
        var lines = new List<string> { Start, $"            case {words}", AfterWords.TrimEnd('\n') };
        foreach (var command in tool.All)
        {
            var at = $"complete -c active-response -n \"__active_response_at {Quoted(command.At)}\"";
            lines.AddRange(command.Commands.Select(below => $"{at} -a {below.Words[^1]} -d {Quoted(below.Description)}"));
            lines.AddRange(command.Options.Select(option => $"{at} {Option(option)}"));
            if (command.Words.Count > 0)
            {
                lines.Add($"{at} -l help -d {Quoted("Show help and usage information")}");
            }

            if (command.Arguments.Any(static argument => argument.Kind is ValueKind.File or ValueKind.Folder))
            {
                lines.Add($"{at} -F");
            }
        }

        return string.Join('\n', lines) + '\n';
    }

    private static string Option(OptionDoc option)
    {
        var name = option.Name.StartsWith("--", StringComparison.Ordinal) ? $"-l {option.Name[2..]}" : $"-s {option.Name[1..]}";
        var value = option.Kind switch
        {
            ValueKind.None => "",
            ValueKind.Choice => $" -x -a {Quoted(string.Join(' ', option.Choices))}",
            ValueKind.File => " -r -F",
            ValueKind.Folder => " -x -a '(__fish_complete_directories)'",
            _ => " -x",
        };
        return $"{name}{value} -d {Quoted(option.Description)}";
    }

    private static string Quoted(string text) =>
        $"'{text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("'", @"\'", StringComparison.Ordinal)}'";
}
