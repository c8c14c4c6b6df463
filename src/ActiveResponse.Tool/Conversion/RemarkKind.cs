namespace ActiveResponse.Tool.Conversion;

/// <summary>The kinds of remarks.</summary>
internal enum RemarkKind
{
    /// <summary>It is said in another way, or means something else.</summary>
    Changed,

    /// <summary>It can't be said, and is left out.</summary>
    LeftOut,
}
