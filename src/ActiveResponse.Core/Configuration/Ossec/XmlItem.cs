namespace ActiveResponse.Configuration.Ossec;

/// <summary>What an <see cref="XmlItem"/> is.</summary>
internal enum XmlItemKind
{
    /// <summary>An element.</summary>
    Element,

    /// <summary>An attribute; stands right behind its element, at the same depth.</summary>
    Attribute,

    /// <summary>An element or attribute called <c>var</c> (any case), which the section readers never see.</summary>
    Variable,
}

/// <summary>One element or attribute, in the flat list the daemons keep.</summary>
internal sealed class XmlItem
{
    public required XmlItemKind Kind { get; init; }

    public required string Name { get; init; }

    /// <summary>How many elements it lies in; 0 for a root.</summary>
    public required int Depth { get; init; }

    /// <summary>The offset of its <c>&lt;</c>, or of the attribute's name.</summary>
    public required int Offset { get; init; }

    /// <summary>Its place in the list.</summary>
    public required int Index { get; init; }

    /// <summary>The text after its last child, up to a NUL.</summary>
    public string Value { get; set; } = "";

    /// <summary>Whether it was not closed properly, or holds one that wasn't: nothing is concluded from what it lacks.</summary>
    public bool Damaged { get; set; }
}
