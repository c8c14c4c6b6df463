namespace ActiveResponse.Alerts;

/// <summary>An alert, with the fields active response can use. Field values are untrusted: they come out of somebody's log line.</summary>
/// <remarks>A byte of a value that isn't UTF-8 stands in its text as a lone U+DC80–U+DCFF, so that a script gets it back as it
/// came.</remarks>
public sealed record Alert
{
    /// <summary>The alert's id, <c>seconds.sequence</c>; empty if it has none.</summary>
    public string Id { get; init; } = "";

    /// <summary>The layout it was read from.</summary>
    public AlertFormat Format { get; init; } = AlertFormat.Code;

    /// <summary>The id of the rule that fired; 0 if unknown.</summary>
    public uint RuleId { get; init; }

    /// <summary>The rule's level, 0–16.</summary>
    public int Level { get; init; }

    /// <summary>The rule's groups, joined with a comma after each: <c>syslog,sshd,authentication_failed,</c>.</summary>
    public string Groups { get; init; } = "";

    /// <summary>The rule's description, or null.</summary>
    public string? Description { get; init; }

    /// <summary>When the alert was raised, or null if it doesn't say or says it unreadably.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>The id of the agent it is about (<c>000</c> is the manager), or null (OSSEC's JSON has none).</summary>
    public string? AgentId { get; init; }

    /// <summary>The name of the agent it is about, or null. For OSSEC it is taken from the location, <c>(name) ip->file</c>.</summary>
    public string? AgentName { get; init; }

    /// <summary>The address of the agent it is about, as written, or null.</summary>
    public string? AgentAddress { get; init; }

    /// <summary>Where the event came from, as written (<c>/var/log/auth.log</c>, <c>(web01) 10.0.0.5->/var/log/auth.log</c>), or
    /// null.</summary>
    public string? Location { get; init; }

    /// <summary>The source address as written, or null. Not validated.</summary>
    public string? SourceAddress { get; init; }

    /// <summary>The user the event is directed at (<c>dstuser</c>), or null. Not validated.</summary>
    public string? User { get; init; }

    /// <summary>The user the event comes from (<c>srcuser</c>), or null. Not validated.</summary>
    public string? SourceUser { get; init; }

    /// <summary>The file the event is about (<c>syscheck.path</c>, OSSEC's <c>SyscheckFile.path</c>), or null. Not validated.</summary>
    public string? FileName { get; init; }

    /// <summary>The alert as one JSON object, byte for byte as it came (log lines in it may be no UTF-8), for responders that hand it on;
    /// empty when it was not read from JSON.</summary>
    public ReadOnlyMemory<byte> Json { get; init; }
}
