using System.Buffers;

namespace ActiveResponse.Configuration.Ossec;

/// <summary>OSSEC pattern of plain characters with a leading <c>^</c>, a trailing <c>$</c> or both: a comparison of bytes.</summary>
/// <remarks>
/// OSSEC takes this shortcut too, with visible effects: it folds the case of ASCII only, and reads <c>^text$</c> and a line feed as a
/// pattern whose <c>$</c> is a plain character. Its test for plain characters ignores case, so the long s and the Kelvin sign count as
/// letters that fold to none.
/// </remarks>
internal sealed class OsRegexAnchored : OsRegexEngine
{
    private static readonly SearchValues<byte> Plain = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 !\"#%&',/:;<=>@_`~-"u8
    );

    private readonly byte[] _literal;
    private readonly bool _atStart;
    private readonly bool _atEnd;

    private OsRegexAnchored(ReadOnlySpan<byte> literal, bool atStart, bool atEnd)
    {
        _literal = literal.ToArray();
        _atStart = atStart;
        _atEnd = atEnd;
    }

    /// <summary>Creates the engine, or null for another kind of pattern.</summary>
    public static OsRegexAnchored? Compile(ReadOnlySpan<byte> pattern)
    {
        var atStart = pattern[0] == '^';
        var atEnd = pattern[^1] == '$';
        var literal = atStart ? pattern[1..] : pattern;
        literal = atEnd && literal.Length > 0 ? literal[..^1] : literal;
        if (!(atStart || atEnd) || !IsPlain(literal, lineFeedMayFollow: !atEnd))
        {
            return null;
        }

        return new OsRegexAnchored(literal, atStart, atEnd);
    }

    /// <inheritdoc/>
    public override bool IsMatch(ReadOnlySpan<byte> utf8, out long steps)
    {
        steps = _literal.Length;
        if (utf8.Length < _literal.Length || (_atStart && _atEnd && utf8.Length != _literal.Length))
        {
            return false;
        }

        return Equal(_atStart ? utf8[.._literal.Length] : utf8[^_literal.Length..], _literal);
    }

    // Byte by byte, as the literal may contain those two letters outside ASCII.
    private static bool Equal(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        for (var i = 0; i < left.Length; i++)
        {
            if (OsRegexBranch.ToLower(left[i]) != OsRegexBranch.ToLower(right[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsPlain(ReadOnlySpan<byte> literal, bool lineFeedMayFollow)
    {
        if (lineFeedMayFollow && literal.EndsWith("\n"u8))
        {
            literal = literal[..^1];
            literal = literal.EndsWith("$"u8) ? literal[..^1] : literal;
        }

        int at;
        while ((at = literal.IndexOfAnyExcept(Plain)) >= 0)
        {
            literal = literal[at..];
            if (literal.StartsWith("\u017F"u8))
            {
                literal = literal["\u017F"u8.Length..];
            }
            else if (literal.StartsWith("\u212A"u8))
            {
                literal = literal["\u212A"u8.Length..];
            }
            else
            {
                return false;
            }
        }

        return true;
    }
}
