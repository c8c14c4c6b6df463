namespace ActiveResponse.Configuration.Ossec;

/// <summary>An <c>&lt;active-response&gt;</c> as in the file; of several elements of a name the last counts.</summary>
internal sealed class ResponseSection(XmlItem item)
{
    private readonly Dictionary<string, XmlItem> _options = new(StringComparer.Ordinal);

    public XmlItem Item { get; } = item;

    public XmlItem? Command => Option("command");

    public XmlItem? Location => Option("location");

    public XmlItem? AgentId => Option("agent_id");

    public XmlItem? RulesId => Option("rules_id");

    public XmlItem? RulesGroup => Option("rules_group");

    public XmlItem? Level => Option("level");

    public XmlItem? Timeout => Option("timeout");

    public XmlItem? RepeatedOffenders => Option("repeated_offenders");

    /// <summary>The <c>&lt;disabled&gt;</c> that says yes, if any.</summary>
    public XmlItem? Disabled { get; set; }

    /// <summary>Whether an element was refused, so that nothing follows from what is missing.</summary>
    public bool Broken { get; set; }

    /// <summary>Whether its level was refused, so that it is unknown when it fires.</summary>
    public bool LevelRefused { get; set; }

    /// <summary>The response, if the daemon would accept it.</summary>
    public ResponseDefinition? Definition { get; set; }

    public void Set(XmlItem option) => _options[option.Name] = option;

    private XmlItem? Option(string name) => _options.GetValueOrDefault(name);
}
