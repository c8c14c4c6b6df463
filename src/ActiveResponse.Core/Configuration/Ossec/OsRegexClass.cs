namespace ActiveResponse.Configuration.Ossec;

/// <summary>Character classes of OS_Regex; a class tests one character.</summary>
internal enum OsRegexClass : byte
{
    Any,
    Digit,
    NotDigit,
    Word,
    NotWord,
    Space,
    NotSpace,
    Punctuation,
}

/// <summary>Contents of the classes; the same in both dialects.</summary>
internal static class OsRegexClasses
{
    /// <summary>Returns the class of <c>\</c> and this letter.</summary>
    public static bool TryGet(byte letter, out OsRegexClass result)
    {
        (var known, result) = letter switch
        {
            (byte)'.' => (true, OsRegexClass.Any),
            (byte)'d' => (true, OsRegexClass.Digit),
            (byte)'D' => (true, OsRegexClass.NotDigit),
            (byte)'w' => (true, OsRegexClass.Word),
            (byte)'W' => (true, OsRegexClass.NotWord),
            (byte)'s' => (true, OsRegexClass.Space),
            (byte)'S' => (true, OsRegexClass.NotSpace),
            (byte)'p' => (true, OsRegexClass.Punctuation),
            _ => (false, default),
        };
        return known;
    }

    /// <summary>Whether a character (a byte, or a code point folded to lower case) is in the class.</summary>
    public static bool Contains(OsRegexClass charClass, int c) =>
        charClass switch
        {
            OsRegexClass.Any => true,
            OsRegexClass.Digit => IsDigit(c),
            OsRegexClass.NotDigit => !IsDigit(c),
            OsRegexClass.Word => IsWord(c),
            OsRegexClass.NotWord => !IsWord(c),
            OsRegexClass.Space => c == ' ',
            OsRegexClass.NotSpace => c != ' ',
            _ => IsPunctuation(c),
        };

    private static bool IsDigit(int c) => c is >= '0' and <= '9';

    private static bool IsWord(int c) => IsDigit(c) || c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '@' or '_' or '-';

    // Without / \ ^ ` ~ @ and _, which are punctuation elsewhere.
    private static bool IsPunctuation(int c) => c is (>= '!' and <= '.') or (>= ':' and <= '?') or '[' or ']' or '{' or '|' or '}';
}
