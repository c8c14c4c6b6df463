namespace ActiveResponse.Configuration.Ossec;

/// <summary>A <c>&lt;command&gt;</c> as in the file.</summary>
internal sealed class CommandSection(XmlItem item)
{
    public XmlItem Item { get; } = item;

    public XmlItem? Name { get; set; }

    public XmlItem? Executable { get; set; }

    public XmlItem? Expect { get; set; }

    public XmlItem? ExtraArguments { get; set; }

    public bool TimeoutAllowed { get; set; }

    /// <summary>Whether an element was refused, so that nothing follows from what is missing.</summary>
    public bool Broken { get; set; }

    /// <summary>The command, if complete.</summary>
    public CommandDefinition? Definition { get; set; }

    /// <summary>Whether an earlier command has the same name, so that no response gets this one.</summary>
    public bool Shadowed { get; set; }

    public bool Used { get; set; }
}
