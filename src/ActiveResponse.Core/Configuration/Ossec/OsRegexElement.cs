namespace ActiveResponse.Configuration.Ossec;

/// <summary>Kind of element of a Wazuh pattern.</summary>
internal enum OsRegexElementKind : byte
{
    /// <summary>One plain character.</summary>
    Literal,

    /// <summary>One character of a class, or one escaped character; only these are repeated.</summary>
    Class,

    /// <summary>A parenthesis, opening or closing.</summary>
    Parenthesis,
}

/// <summary>How often a class occurs.</summary>
internal enum OsRegexRepeat : byte
{
    /// <summary>Once.</summary>
    Once,

    /// <summary><c>+</c>: once or more.</summary>
    Plus,

    /// <summary><c>*</c>: any number of times.</summary>
    Star,
}

/// <summary>One element of a Wazuh pattern.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">The character in lower case; <c>(</c> for either parenthesis.</param>
/// <param name="Class">The class; null for an escaped character.</param>
/// <param name="Repeat">How often a class occurs.</param>
internal readonly record struct OsRegexElement(
    OsRegexElementKind Kind,
    byte Value,
    OsRegexClass? Class = null,
    OsRegexRepeat Repeat = OsRegexRepeat.Once
)
{
    /// <summary>Whether a character of the text, in lower case, is this one or in this class.</summary>
    public bool Accepts(byte c) => Class is { } charClass ? OsRegexClasses.Contains(charClass, c) : c == Value;
}
