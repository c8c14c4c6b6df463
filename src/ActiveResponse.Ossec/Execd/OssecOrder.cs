using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ActiveResponse.Configuration;
using ActiveResponse.Planning;

namespace ActiveResponse.Ossec.Execd;

/// <summary>Converts an OSSEC message to an order.</summary>
internal static class OssecOrder
{
    /// <param name="message">The message; it has a user and an address.</param>
    /// <param name="command">The command of its name. Its <c>expect</c> is derived from the message, since only the manager knows the
    /// configuration.</param>
    /// <param name="timeout">Its timeout.</param>
    public static ResponseOrder Of(OssecMessage message, CommandDefinition command, TimeSpan timeout)
    {
        var (user, address) = (message.Arguments[0], message.Arguments[1]);
        var (location, file) = Rest(message.Arguments[Math.Min(4, message.Arguments.Length)..]);
        var expect =
            (IsAbsent(user) ? ExpectedFields.None : ExpectedFields.User)
            | (IsAbsent(address) ? ExpectedFields.None : ExpectedFields.SourceAddress)
            | (file is null ? ExpectedFields.None : ExpectedFields.FileName);
        return new ResponseOrder
        {
            ResponseName = message.Name,
            Command = command with { Expect = expect },
            Responder = command.Executable,
            Subject = new Subject
            {
                Address = AddressPrefix.TryParse(address, out var read) && read.IsSingleAddress ? read : null,
                User = IsAbsent(user) ? null : user,
                File = file,
            },
            Location = ResponseLocation.Local,
            RunsHere = true,
            Timeout = timeout,
            Origin = new ResponseOrigin
            {
                AlertId = Text(message, 2),
                RuleId = uint.TryParse(Text(message, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var rule) ? rule : 0,
                Location = location,
            },
        };
    }

    private static bool IsAbsent(string value) => value is "" or "-" or "(null)";

    private static string Text(OssecMessage message, int place) =>
        place < message.Arguments.Length && !message.Arguments[place].StartsWith('(') ? message.Arguments[place] : "";

    // The location may contain blanks; in the file a backslash precedes each.
    private static (string? Location, string? File) Rest(ImmutableArray<string> words)
    {
        if (words.IsEmpty)
        {
            return (null, null);
        }

        var from = words.Length - 1;
        while (from > 0 && words[from - 1].EndsWith('\\'))
        {
            from--;
        }

        var file = string.Join(' ', words[from..]);
        var location = from == 0 ? null : string.Join(' ', words[..from]);
        return (location, IsAbsent(file) ? null : Unescape(file));
    }

    private static string Unescape(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            i += text[i] == '\\' && i + 1 < text.Length ? 1 : 0;
            plain.Append(text[i]);
        }

        return plain.ToString();
    }
}
