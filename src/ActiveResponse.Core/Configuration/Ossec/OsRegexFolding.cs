using System.Text;

namespace ActiveResponse.Configuration.Ossec;

/// <summary>Folds case one character at a time, so that characters that differ only in case become equal.</summary>
internal static class OsRegexFolding
{
    /// <summary>Returns the folded code point.</summary>
    public static int Fold(int codePoint) =>
        codePoint switch
        {
            >= 'A' and <= 'Z' => codePoint | 0x20,
            < 0x80 => codePoint,

            // The only two characters outside ASCII that fold into it: long s and Kelvin sign.
            0x017F => 's',
            0x212A => 'k',
            _ => Rune.ToLowerInvariant(Rune.ToUpperInvariant(new Rune(codePoint))).Value,
        };
}
