namespace ActiveResponse.Configuration.Ossec;

/// <summary>Kind of <see cref="XmlItem"/>.</summary>
internal enum XmlItemKind : byte
{
    /// <summary>An element.</summary>
    Element,

    /// <summary>An attribute; directly after its element, at the same depth.</summary>
    Attribute,

    /// <summary>An element or attribute named <c>var</c> (any case), which the section readers never see.</summary>
    Variable,
}

/// <summary>Element or attribute in the daemons' flat list.</summary>
internal sealed class XmlItem
{
    public required XmlItemKind Kind { get; init; }

    public required string Name { get; init; }

    /// <summary>Nesting depth; 0 for a root.</summary>
    public required int Depth { get; init; }

    /// <summary>Offset of its <c>&lt;</c>, or of the attribute's name.</summary>
    public required int Offset { get; init; }

    /// <summary>Index in the list.</summary>
    public required int Index { get; init; }

    /// <summary>Text after its last child, up to a NUL.</summary>
    public string Value { get; set; } = "";

    /// <summary>Whether it, or one inside it, wasn't closed properly: nothing follows from what it lacks.</summary>
    public bool Damaged { get; set; }
}
