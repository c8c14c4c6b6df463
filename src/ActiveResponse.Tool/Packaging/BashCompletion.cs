namespace ActiveResponse.Tool.Packaging;

/// <summary>The completion for bash. It needs nothing but bash 4.</summary>
internal static class BashCompletion
{
    private const string Start = """
        # bash completion of active-response, made from its commands.
        _active_response() {
            local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} at="" commands="" options="" kind="" choices="" i
            # To bash an option, its "=" and its value are three words.
            if [[ $cur == = ]]; then
                cur=""
            elif [[ $prev == = ]]; then
                prev=${COMP_WORDS[COMP_CWORD - 2]}
            fi
            for ((i = 1; i < COMP_CWORD; i++)); do
                case "$at ${COMP_WORDS[i]}" in
        """;

    private const string Between = """
                        at+=" ${COMP_WORDS[i]}"
                        ;;
                esac
            done
            COMPREPLY=()
            case "$at $prev" in
        """;

    private const string AfterValues = """
            esac
            if [[ -z $kind ]]; then
                case "$at" in
        """;

    private const string End = """
                esac
                if [[ $cur == -* ]]; then
                    kind=choice choices=$options
                elif [[ -n $commands ]]; then
                    kind=choice choices=$commands
                fi
            fi
            case $kind in
                choice) mapfile -t COMPREPLY < <(compgen -W "$choices" -- "$cur") ;;
                file) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
                folder) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -d -- "$cur") ;;
            esac
        }
        complete -F _active_response active-response

        """;

    public static string Of(CommandDoc tool)
    {
        var lines = new List<string> { Start };
        lines.Add($"            {Patterns(tool.All.Skip(1).Select(static command => command.At))})");
        lines.Add(Between);
        foreach (var command in tool.All)
        {
            lines.AddRange(Values(command));
        }

        lines.Add(AfterValues);
        lines.AddRange(tool.All.Select(Words));
        lines.Add(End);
        return string.Join('\n', lines);
    }

    private static IEnumerable<string> Values(CommandDoc command)
    {
        foreach (var option in command.Options.Where(static option => option.Kind == ValueKind.Choice))
        {
            yield return $"        \"{command.At} {option.Name}\") kind=choice choices=\"{string.Join(' ', option.Choices)}\" ;;";
        }

        foreach (var kind in new[] { ValueKind.File, ValueKind.Folder, ValueKind.Text })
        {
            List<string> options =
            [
                .. command.Options.Where(option => option.Kind == kind).Select(option => $"{command.At} {option.Name}"),
            ];
            if (options.Count > 0)
            {
                yield return $"        {Patterns(options)}) kind={NameOf(kind)} ;;";
            }
        }
    }

    private static string Words(CommandDoc command)
    {
        var commands = string.Join(' ', command.Commands.Select(static below => below.Words[^1]));
        var options = string.Join(' ', command.Options.Select(static option => option.Name).Append("--help").Distinct());
        var kind = command.Arguments.Select(static argument => argument.Kind).FirstOrDefault(ValueKind.None);
        return $"            \"{command.At}\") commands=\"{commands}\" options=\"{options}\""
            + (kind is ValueKind.File or ValueKind.Folder ? $"; [[ $cur == -* ]] || kind={NameOf(kind)} ;;" : " ;;");
    }

    private static string Patterns(IEnumerable<string> words) => string.Join(" | ", words.Select(static word => $"\"{word}\""));

    private static string NameOf(ValueKind kind) =>
        kind switch
        {
            ValueKind.File => "file",
            ValueKind.Folder => "folder",
            _ => "text",
        };
}
