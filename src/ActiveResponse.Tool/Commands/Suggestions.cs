using System.CommandLine;
using System.CommandLine.Parsing;

namespace ActiveResponse.Tool.Commands;

/// <summary>Suggests a command or option for an unknown word.</summary>
internal static class Suggestions
{
    private const int LongestWord = 64;

    // The names in other programs of the kind.
    private static readonly (string Word, string Command)[] OtherNames =
    [
        ("unblock", "lift"),
        ("unban", "lift"),
        ("remove", "lift"),
        ("ban", "block"),
        ("status", "health"),
        ("show", "list"),
        ("validate", "check"),
    ];

    /// <summary>A line for each unknown word with a similar known one.</summary>
    public static IEnumerable<string> For(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        foreach (var word in parsed.UnmatchedTokens.Concat(Mistaken(parsed)).Distinct(StringComparer.Ordinal))
        {
            if (Nearest(word, NamesFor(word, command, parsed)) is { } near)
            {
                yield return $"Did you mean '{near}'?";
            }
        }
    }

    /// <summary>Words in the form of an unknown option, which were parsed as arguments; after <c>--</c> they are arguments.</summary>
    public static IEnumerable<string> Mistaken(ParseResult parsed) =>
        parsed.Tokens.Any(static token => token.Type == TokenType.DoubleDash)
            ? []
            : parsed
                .CommandResult.Children.OfType<ArgumentResult>()
                .SelectMany(static argument => argument.Tokens)
                .Select(static token => token.Value)
                .Where(static word => word is ['-', _, ..]);

    /// <summary>The most similar known name; null if none is close.</summary>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        if (word.Length > LongestWord)
        {
            return null;
        }

        var names = known.ToList();
        var plain = Plain(word);
        return OtherNames.FirstOrDefault(other => other.Word == plain && names.Contains(other.Command)).Command
            ?? names
                .Select(name => (Name: name, Distance: Distance(plain, Plain(name))))
                .Where(near => near.Distance <= Math.Max(1, Math.Max(near.Name.Length, word.Length) / 3))
                .OrderBy(static near => near.Distance)
                .Select(static near => near.Name)
                .FirstOrDefault()
            ?? (plain.Length < 3 ? null : names.FirstOrDefault(name => Plain(name).StartsWith(plain, StringComparison.Ordinal)))
            ?? (plain.Length < 4 ? null : names.FirstOrDefault(name => Plain(name).Contains(plain, StringComparison.Ordinal)));
    }

    private static IEnumerable<string> NamesFor(string word, Command command, ParseResult parsed)
    {
        if (word.StartsWith('-'))
        {
            return command
                .Options.Concat(parsed.RootCommandResult.Command.Options)
                .Where(static option => !option.Hidden)
                .Select(static option => option.Name);
        }

        // An option may lack its dashes.
        return command.Subcommands.Count > 0
            ? command.Subcommands.Select(static sub => sub.Name)
            : command.Options.Select(static option => option.Name);
    }

    private static string Plain(string word) =>
        word.TrimStart('-')
            .Split('=')[0]
            .Replace("-", "", StringComparison.Ordinal)
            .Replace("_", "", StringComparison.Ordinal)
            .ToLowerInvariant();

    // Inserted, missing, changed, and swapped letters.
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    rows[i, j] = i + j;
                    continue;
                }

                var change = a[i - 1] == b[j - 1] ? 0 : 1;
                rows[i, j] = Math.Min(rows[i - 1, j - 1] + change, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[a.Length, b.Length];
    }
}
