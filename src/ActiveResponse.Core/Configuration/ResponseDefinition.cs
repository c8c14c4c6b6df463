using System.Collections.Immutable;

namespace ActiveResponse.Configuration;

/// <summary>An <c>&lt;active-response&gt;</c> as written: a command bound to the alerts that trigger it.</summary>
public sealed record ResponseDefinition
{
    /// <summary>Name in <c>ar.conf</c>: command name and timeout in seconds joined, e.g. <c>firewall-drop600</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Command this response runs.</summary>
    public required CommandDefinition Command { get; init; }

    /// <summary>Where it runs.</summary>
    public ResponseLocation Locations { get; init; }

    /// <summary>Agent of <see cref="ResponseLocation.DefinedAgent"/>, as written (<c>032</c> equals <c>32</c>), or null.</summary>
    public string? AgentId { get; init; }

    /// <summary>Lowest rule level that fires, 1–16; null if the response has no level (a written 0 never fires either).</summary>
    public int? Level { get; init; }

    /// <summary>Rule ids that fire, as the dialect's daemon reads the list; empty if none.</summary>
    public ImmutableArray<uint> RuleIds { get; init; } = [];

    /// <summary>Text of <c>&lt;rules_id&gt;</c>, or null.</summary>
    public string? RulesIdText { get; init; }

    /// <summary>Pattern searched in the rule's joined group list (<c>syslog,sshd,</c>), or null.</summary>
    public string? RulesGroup { get; init; }

    /// <summary>Duration of the effect; zero means until lifted by hand. A negative one is reverted at once, as by execd.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>Version of the configuration it belongs to.</summary>
    internal string ConfigVersion { get; init; } = "";

    /// <summary>Line of the <c>&lt;active-response&gt;</c> element, from 1; 0 if built in code.</summary>
    public int Line { get; init; }
}
