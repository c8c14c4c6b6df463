namespace ActiveResponse.Configuration.Ossec;

/// <summary>One branch of a Wazuh pattern (between two <c>|</c>), split into elements.</summary>
/// <param name="Elements">The elements.</param>
/// <param name="AtStart">Whether it began with <c>^</c>.</param>
/// <param name="AtEnd">Whether it ended with <c>$</c>.</param>
internal sealed record OsRegexBranch(OsRegexElement[] Elements, bool AtStart, bool AtEnd)
{
    private const string EscapedCharacters = @"()\$|<t";

    /// <summary>Whether a character may follow a backslash.</summary>
    public static bool IsEscape(byte c) => OsRegexClasses.TryGet(c, out _) || EscapedCharacters.Contains((char)c, StringComparison.Ordinal);

    /// <summary>Splits a branch with valid escapes.</summary>
    public static OsRegexBranch Parse(ReadOnlySpan<byte> text)
    {
        var atStart = text.StartsWith("^"u8);
        text = atStart ? text[1..] : text;
        var elements = new OsRegexElement[text.Length];
        var count = 0;
        while (!text.IsEmpty && !text.SequenceEqual("$"u8))
        {
            elements[count++] = Next(text, out var length);
            text = text[length..];
        }

        return new OsRegexBranch(count == elements.Length ? elements : elements[..count], atStart, AtEnd: !text.IsEmpty);
    }

    /// <summary>Whether an index is the end of the branch.</summary>
    public bool IsEnd(int index) => index == Elements.Length;

    /// <summary>Whether the element at an index is of a kind.</summary>
    public bool Is(int index, OsRegexElementKind kind) => index < Elements.Length && Elements[index].Kind == kind;

    /// <summary>Whether at most one byte of the pattern follows a class: its repetition, or one more character.</summary>
    public bool IsAllButOver(int index) =>
        Elements[index].Repeat == OsRegexRepeat.Once
            ? IsEnd(index + 1) || (IsEnd(index + 2) && Elements[index + 1].Kind != OsRegexElementKind.Class)
            : IsEnd(index + 1);

    private static OsRegexElement Next(ReadOnlySpan<byte> text, out int length)
    {
        length = 1;
        switch (text[0])
        {
            case (byte)'\\':
                length = 2;
                break;
            case (byte)'(' or (byte)')':
                return new OsRegexElement(OsRegexElementKind.Parenthesis, (byte)'(');
            default:
                return new OsRegexElement(OsRegexElementKind.Literal, ToLower(text[0]));
        }

        var repeat = text.Length > 2 ? RepeatOf(text[2]) : OsRegexRepeat.Once;
        length += repeat == OsRegexRepeat.Once ? 0 : 1;
        if (OsRegexClasses.TryGet(text[1], out var charClass))
        {
            return new OsRegexElement(OsRegexElementKind.Class, 0, charClass, repeat);
        }

        return new OsRegexElement(OsRegexElementKind.Class, text[1] == 't' ? (byte)'\t' : text[1], Repeat: repeat);
    }

    private static OsRegexRepeat RepeatOf(byte sign) =>
        sign switch
        {
            (byte)'+' => OsRegexRepeat.Plus,
            (byte)'*' => OsRegexRepeat.Star,
            _ => OsRegexRepeat.Once,
        };

    /// <summary>Folds the case of ASCII.</summary>
    public static byte ToLower(byte c) => c is >= (byte)'A' and <= (byte)'Z' ? (byte)(c | 0x20) : c;
}
