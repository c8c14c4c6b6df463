namespace ActiveResponse.Tool.Packaging;

/// <summary>The completion for zsh.</summary>
internal static class ZshCompletion
{
    private const string Start = """
        #compdef active-response
        # zsh completion of active-response, made from its commands.
        _active-response() {
          local at="" i
          local -a commands specs
          for (( i = 2; i < CURRENT; i++ )); do
            case "$at $words[i]" in
        """;

    private const string AfterWords = """
                at="$at $words[i]" ;;
            esac
          done
          case "$at" in
        """;

    private const string End = """
          esac
          if (( $#commands )) && [[ $words[CURRENT] != -* ]]; then
            _describe command commands
          else
            _arguments $specs
          fi
        }
        if [[ $funcstack[1] == _active-response ]]; then
          _active-response "$@"
        else
          compdef _active-response active-response
        fi

        """;

    public static string Of(CommandDoc tool)
    {
        var words = string.Join('|', tool.All.Skip(1).Select(static command => $"\"{command.At}\""));
        var lines = new List<string> { Start, $"      {words})", AfterWords };
        foreach (var command in tool.All)
        {
            lines.Add($"    \"{command.At}\")");
            lines.Add("      commands=(");
            lines.AddRange(command.Commands.Select(static below => $"        {Quoted($"{below.Words[^1]}:{below.Description}")}"));
            lines.Add("      )");
            lines.Add("      specs=(");
            lines.AddRange(command.Options.Select(static option => $"        {Quoted(Spec(option))}"));
            if (command.Words.Count > 0)
            {
                lines.Add("        '--help[Show help and usage information]'");
            }

            lines.Add($"        {Quoted(Rest(command))}");
            lines.Add("      ) ;;");
        }

        lines.Add(End);
        return string.Join('\n', lines);
    }

    private static string Spec(OptionDoc option)
    {
        var value = option.Kind switch
        {
            ValueKind.None => "",
            ValueKind.Choice => $":value:({string.Join(' ', option.Choices)})",
            ValueKind.File => ":file:_files",
            ValueKind.Folder => ":folder:_files -/",
            _ => ":value: ",
        };
        return $"*{option.Name}[{Escaped(option.Description)}]{value}";
    }

    private static string Rest(CommandDoc command) =>
        command.Arguments.Select(static argument => argument.Kind).FirstOrDefault() switch
        {
            ValueKind.File => "*:file:_files",
            ValueKind.Folder => "*:folder:_files -/",
            _ => "*:argument: ",
        };

    // Brackets and colons end parts of a specification.
    private static string Escaped(string text) =>
        text.Replace("[", @"\[", StringComparison.Ordinal)
            .Replace("]", @"\]", StringComparison.Ordinal)
            .Replace(":", @"\:", StringComparison.Ordinal);

    private static string Quoted(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
