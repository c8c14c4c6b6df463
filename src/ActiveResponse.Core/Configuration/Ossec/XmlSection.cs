namespace ActiveResponse.Configuration.Ossec;

/// <summary>A section with its elements.</summary>
internal sealed record XmlSection(XmlItem Section, List<XmlItem> Children);
