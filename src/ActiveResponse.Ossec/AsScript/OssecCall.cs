using System.Globalization;
using System.Text;
using ActiveResponse.Planning;
using ActiveResponse.Responders.Scripts;

namespace ActiveResponse.Ossec.AsScript;

/// <summary>Reads the arguments of ossec-execd: <c>add|delete user srcip alert-id rule-id location… filename</c>.</summary>
internal static class OssecCall
{
    private const int FirstOfLocation = 5;

    /// <summary>The request in the arguments after the program's name; null for an unknown action.</summary>
    public static ScriptRequest? Read(IReadOnlyList<string> arguments)
    {
        ScriptAction? action = At(arguments, 0) switch
        {
            "add" => ScriptAction.Add,
            "delete" => ScriptAction.Delete,
            _ => null,
        };
        var (location, file) = Place(arguments);
        var origin = new ResponseOrigin
        {
            AlertId = At(arguments, 3) is { } id and not "(from_the_server)" and not "-" ? id : "",
            RuleId = uint.TryParse(At(arguments, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var rule) ? rule : 0,
            Location = location,
        };
        return action is not { } known
            ? null
            : new ScriptRequest
            {
                Action = known,
                User = Value(At(arguments, 1)),
                Address = Value(At(arguments, 2)),
                File = file,

                // A call by hand has no alert. An effect applied by hand or by an earlier version can always be reverted.
                TakesNetworks = known == ScriptAction.Delete || (origin.AlertId.Length == 0 && origin.RuleId == 0),
                Origin = origin,
            };
    }

    public static string? At(IReadOnlyList<string> arguments, int index) => index < arguments.Count ? arguments[index] : null;

    // execd splits analysisd's text at every space: an agent's location is two arguments, "(web01)" and "10.0.0.5->/var/log/auth.log", and
    // a file name with an (escaped) space is several.
    private static (string? Location, string? File) Place(IReadOnlyList<string> arguments)
    {
        var length = At(arguments, FirstOfLocation) is ['(', ..] ? 2 : 1;
        var location = string.Join(' ', arguments.Skip(FirstOfLocation).Take(length));
        var file = string.Join(' ', arguments.Skip(FirstOfLocation + length));
        return (Value(location), file is "" or "-" or "(null)" ? null : Unescape(file));
    }

    private static string? Value(string? text) => text is null or "" or "-" ? null : text;

    private static string Unescape(string file)
    {
        var text = new StringBuilder(file.Length);
        for (var i = 0; i < file.Length; i++)
        {
            i += file[i] == '\\' && i + 1 < file.Length ? 1 : 0;
            text.Append(file[i]);
        }

        return text.ToString();
    }
}
