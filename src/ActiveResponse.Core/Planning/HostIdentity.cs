using System.Collections.Immutable;
using System.Globalization;

namespace ActiveResponse.Planning;

/// <summary>Who this host is; decides which orders run here.</summary>
public sealed record HostIdentity
{
    /// <summary>What the <c>&lt;agent_id&gt;</c> of a response starts with when it means every agent with a label:
    /// <c>label:web</c>.</summary>
    public const string LabelTarget = "label:";

    /// <summary>A host on its own.</summary>
    public static HostIdentity Standalone { get; } = new();

    /// <summary>The part it plays. Default: standalone.</summary>
    public HostRole Role { get; init; } = HostRole.Standalone;

    /// <summary>Its agent id, or null; <c>032</c> and <c>32</c> are the same. The server is <c>000</c>.</summary>
    public string? AgentId { get; init; }

    /// <summary>Its agent name, or null; compared exactly.</summary>
    public string? AgentName { get; init; }

    /// <summary>Words that stand for groups of hosts, e.g. <c>web</c>; compared exactly. An order for <c>label:web</c> is for every agent
    /// that has it. Default: none.</summary>
    /// <remarks>An addition to OSSEC and Wazuh, which know no such target: only configurations built in code or read from keys can name
    /// one.</remarks>
    public ImmutableHashSet<string> Labels { get; init; } = [];

    /// <summary>Whether an agent id means this host.</summary>
    public bool HasAgentId(string? agentId)
    {
        var own = AgentId ?? (Role == HostRole.Server ? "000" : null);
        return own is not null && agentId is not null && SameAgentId(own, agentId);
    }

    /// <summary>Whether the target of an order means this host: its id, its name, or <c>label:</c> and one of its labels.</summary>
    /// <param name="target">An agent id, an agent name, or <c>label:NAME</c>.</param>
    public bool IsMeantBy(string? target) =>
        LabelOf(target) is { } label
            ? Labels.Contains(label)
            : target is not null && (HasAgentId(target) || string.Equals(target, AgentName, StringComparison.Ordinal));

    /// <inheritdoc/>
    public bool Equals(HostIdentity? other) =>
        other is not null
        && Role == other.Role
        && AgentId == other.AgentId
        && AgentName == other.AgentName
        && Labels.SetEquals(other.Labels);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Role, AgentId, AgentName, Labels.Count);

    /// <summary>The label a target names, or null when it means one agent.</summary>
    internal static string? LabelOf(string? target) =>
        target is not null && target.StartsWith(LabelTarget, StringComparison.Ordinal) ? target[LabelTarget.Length..] : null;

    /// <summary>Whether two agent ids are the same: numbers by value, anything else by text.</summary>
    internal static bool SameAgentId(string left, string right) =>
        uint.TryParse(left, NumberStyles.None, CultureInfo.InvariantCulture, out var a)
        && uint.TryParse(right, NumberStyles.None, CultureInfo.InvariantCulture, out var b)
            ? a == b
            : string.Equals(left, right, StringComparison.Ordinal);
}
