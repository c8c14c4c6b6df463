namespace ActiveResponse.Configuration.Ossec;

/// <summary>An <c>&lt;active-response&gt;</c> as in the file; of several elements of a name the last counts.</summary>
internal sealed class ResponseSection(XmlItem item)
{
    public XmlItem Item { get; } = item;

    public XmlItem? Command { get; private set; }

    public XmlItem? Location { get; private set; }

    public XmlItem? AgentId { get; private set; }

    public XmlItem? RulesId { get; private set; }

    public XmlItem? RulesGroup { get; private set; }

    public XmlItem? Level { get; private set; }

    public XmlItem? Timeout { get; private set; }

    public XmlItem? RepeatedOffenders { get; private set; }

    /// <summary>The <c>&lt;disabled&gt;</c> that says yes, if any.</summary>
    public XmlItem? Disabled { get; set; }

    /// <summary>Whether an element was refused, so that nothing follows from what is missing.</summary>
    public bool Broken { get; set; }

    /// <summary>Whether its level was refused, so that it is unknown when it fires.</summary>
    public bool LevelRefused { get; set; }

    /// <summary>The response, if the daemon would accept it.</summary>
    public ResponseDefinition? Definition { get; set; }

    public void Set(XmlItem option)
    {
        switch (option.Name)
        {
            case "command":
                Command = option;
                break;
            case "location":
                Location = option;
                break;
            case "agent_id":
                AgentId = option;
                break;
            case "rules_id":
                RulesId = option;
                break;
            case "rules_group":
                RulesGroup = option;
                break;
            case "level":
                Level = option;
                break;
            case "timeout":
                Timeout = option;
                break;
            case "repeated_offenders":
                RepeatedOffenders = option;
                break;
        }
    }
}
