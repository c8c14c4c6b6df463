namespace ActiveResponse.Alerts;

/// <summary>An alert, with the fields active response can use. Field values are untrusted: they come from log lines.</summary>
/// <remarks>A byte that isn't UTF-8 is a lone U+DC80–U+DCFF in the text, so scripts get it back unchanged.</remarks>
public sealed record Alert
{
    /// <summary>Alert id, <c>seconds.sequence</c>; empty if it has none.</summary>
    public string Id { get; init; } = "";

    /// <summary>Format it was read from.</summary>
    public AlertFormat Format { get; init; } = AlertFormat.Code;

    /// <summary>Id of the rule that fired; 0 if unknown.</summary>
    public uint RuleId { get; init; }

    /// <summary>Rule level, 0–16.</summary>
    public int Level { get; init; }

    /// <summary>Rule groups, each followed by a comma: <c>syslog,sshd,authentication_failed,</c>.</summary>
    public string Groups { get; init; } = "";

    /// <summary>Rule description, or null.</summary>
    public string? Description { get; init; }

    /// <summary>When the alert was raised, or null if missing or unreadable.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>Id of the agent it is about (<c>000</c> is the manager), or null (OSSEC's JSON has none).</summary>
    public string? AgentId { get; init; }

    /// <summary>Name of the agent it is about, or null. OSSEC has it in the location, <c>(name) ip->file</c>.</summary>
    public string? AgentName { get; init; }

    /// <summary>Address of the agent it is about, as written, or null.</summary>
    public string? AgentAddress { get; init; }

    /// <summary>
    /// Location of the event, as written (<c>/var/log/auth.log</c>, <c>(web01) 10.0.0.5->/var/log/auth.log</c>), or null.
    /// </summary>
    public string? Location { get; init; }

    /// <summary>Source address as written, or null. Not validated.</summary>
    public string? SourceAddress { get; init; }

    /// <summary>Target user of the event (<c>dstuser</c>), or null. Not validated.</summary>
    public string? User { get; init; }

    /// <summary>Source user of the event (<c>srcuser</c>), or null. Not validated.</summary>
    public string? SourceUser { get; init; }

    /// <summary>File the event is about (<c>syscheck.path</c>, OSSEC's <c>SyscheckFile.path</c>), or null. Not validated.</summary>
    public string? FileName { get; init; }

    /// <summary>
    /// The alert as one JSON object, unchanged (log lines in it may not be UTF-8), for responders that pass it on; empty if it wasn't JSON.
    /// </summary>
    public ReadOnlyMemory<byte> Json { get; init; }
}
