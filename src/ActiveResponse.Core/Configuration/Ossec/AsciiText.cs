namespace ActiveResponse.Configuration.Ossec;

/// <summary>Text functions of the C locale.</summary>
internal static class AsciiText
{
    /// <summary>Lowers A–Z and leaves every other character unchanged.</summary>
    public static string ToLower(string text) =>
        string.Create(
            text.Length,
            text,
            static (span, source) =>
            {
                for (var i = 0; i < span.Length; i++)
                {
                    span[i] = char.IsAsciiLetterUpper(source[i]) ? (char)(source[i] | 0x20) : source[i];
                }
            }
        );
}
