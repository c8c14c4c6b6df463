using System.Collections.Immutable;

namespace ActiveResponse.Configuration;

/// <summary>One <c>&lt;active-response&gt;</c> as written: a command bound to the alerts that trigger it.</summary>
public sealed record ResponseDefinition
{
    /// <summary>The name in <c>ar.conf</c>: command name and timeout in seconds joined, e.g. <c>firewall-drop600</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The command this response runs.</summary>
    public required CommandDefinition Command { get; init; }

    /// <summary>Where it runs.</summary>
    public ResponseLocation Locations { get; init; }

    /// <summary>The agent of <see cref="ResponseLocation.DefinedAgent"/>, as written (<c>032</c> equals <c>32</c>), or null.</summary>
    public string? AgentId { get; init; }

    /// <summary>The lowest rule level that fires, 1–16, or null if the response has no level (0 as written also never fires).</summary>
    public int? Level { get; init; }

    /// <summary>The rule ids that fire, as the dialect's daemon reads the list; empty if none.</summary>
    public ImmutableArray<uint> RuleIds { get; init; } = [];

    /// <summary>The text of <c>&lt;rules_id&gt;</c>, or null.</summary>
    public string? RulesIdText { get; init; }

    /// <summary>The pattern searched in the rule's joined group list (<c>syslog,sshd,</c>), or null.</summary>
    public string? RulesGroup { get; init; }

    /// <summary>How long the effect lasts; zero means until lifted by hand. A negative one is taken back at once, as execd does.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>The version of the configuration in force that it belongs to.</summary>
    internal string ConfigVersion { get; init; } = "";

    /// <summary>The line of the <c>&lt;active-response&gt;</c> element, from 1; 0 when built in code.</summary>
    public int Line { get; init; }
}
