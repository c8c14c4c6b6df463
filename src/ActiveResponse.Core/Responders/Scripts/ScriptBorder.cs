using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Planning;

namespace ActiveResponse.Responders.Scripts;

/// <summary>Checks values for the last time before they reach a program. Planning has validated them, but orders also come from stores and
/// other hosts.</summary>
internal static class ScriptBorder
{
    /// <summary>Why a subject must not reach a script, or null.</summary>
    public static string? Refuse(Subject subject) => Refuse("user", subject.User) ?? Refuse("file", subject.File);

    /// <summary>Whether a text is a safe argument: no control characters, and not an option. Bytes that aren't UTF-8 are allowed.</summary>
    public static bool IsArgument(string text) => !HasControl(text) && LosslessText.IsBytes(text) && (text is "-" || !text.StartsWith('-'));

    private static string? Refuse(string what, string? value) =>
        value switch
        {
            null => null,
            "" => $"the {what} is empty",
            _ when !LosslessText.IsBytes(value) => $"the {what} is not valid text",
            _ when HasControl(value) => $"the {what} has a control character",
            ['-', ..] => $"the {what} starts with '-' and could be read as an option",
            _ => null,
        };

    private static bool HasControl(string text) => text.Any(char.IsControl);
}
