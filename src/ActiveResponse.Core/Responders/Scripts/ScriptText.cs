using ActiveResponse.Diagnostics;

namespace ActiveResponse.Responders.Scripts;

/// <summary>Converts text from and for scripts.</summary>
internal static class ScriptText
{
    private const int Most = 200;

    /// <summary>A program's output, made safe for one line of a log.</summary>
    public static string OneLine(ReadOnlySpan<char> text) => SafeText.Of(text.ToString(), Most);

    /// <summary>The last line that isn't blank, or null.</summary>
    public static string? LastLine(ReadOnlySpan<char> text)
    {
        var trimmed = text.TrimEnd();
        return trimmed.IsEmpty ? null : OneLine(trimmed[(trimmed.LastIndexOf('\n') + 1)..]);
    }
}
