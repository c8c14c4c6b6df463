using System.Text;

namespace ActiveResponse.Configuration.Ossec;

/// <summary>Folds case one character for one, so that two that differ only in case become the same.</summary>
internal static class OsRegexFolding
{
    /// <summary>The folded code point.</summary>
    public static int Fold(int codePoint) =>
        codePoint switch
        {
            >= 'A' and <= 'Z' => codePoint | 0x20,
            < 0x80 => codePoint,

            // The long s and the Kelvin sign are the two outside of ASCII that fold into it.
            0x017F => 's',
            0x212A => 'k',
            _ => Rune.ToLowerInvariant(Rune.ToUpperInvariant(new Rune(codePoint))).Value,
        };
}
