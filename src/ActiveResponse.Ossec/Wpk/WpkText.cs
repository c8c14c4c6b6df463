namespace ActiveResponse.Ossec.Wpk;

/// <summary>Makes names from untrusted certificates safe for one line of a log.</summary>
internal static class WpkText
{
    private const int Longest = 256;

    public static string OneLine(string text)
    {
        var shown = string.Concat(
            text.Take(Longest).Select(static c => char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' ? '?' : c)
        );
        return text.Length > Longest ? shown + "…" : shown;
    }
}
