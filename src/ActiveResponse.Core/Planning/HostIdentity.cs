using System.Collections.Immutable;
using System.Globalization;

namespace ActiveResponse.Planning;

/// <summary>Identity of this host; decides which orders run here.</summary>
public sealed record HostIdentity
{
    /// <summary>Prefix of an <c>&lt;agent_id&gt;</c> that addresses every agent with a label, e.g. <c>label:web</c>.</summary>
    public const string LabelTarget = "label:";

    /// <summary>A standalone host.</summary>
    public static HostIdentity Standalone { get; } = new();

    /// <summary>Role of this host. Default: standalone.</summary>
    public HostRole Role { get; init; } = HostRole.Standalone;

    /// <summary>Agent id, or null; <c>032</c> and <c>32</c> are equal. The server is <c>000</c>.</summary>
    public string? AgentId { get; init; }

    /// <summary>Agent name, or null; compared exactly.</summary>
    public string? AgentName { get; init; }

    /// <summary>
    /// Labels of the groups this host belongs to, e.g. <c>web</c>; compared exactly. An order for <c>label:web</c> goes to every agent with
    /// that label. Default: none.
    /// </summary>
    /// <remarks>OSSEC and Wazuh have no labels: only configurations built in code or read from keys can use them.</remarks>
    public ImmutableHashSet<string> Labels { get; init; } = [];

    /// <summary>Whether an agent id is this host's.</summary>
    public bool HasAgentId(string? agentId)
    {
        var own = AgentId ?? (Role == HostRole.Server ? "000" : null);
        return own is not null && agentId is not null && SameAgentId(own, agentId);
    }

    /// <summary>Whether an order's target is this host: its id, its name, or <c>label:</c> and one of its labels.</summary>
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

    /// <summary>Returns the label of a target, or null if it is a single agent.</summary>
    internal static string? LabelOf(string? target) =>
        target is not null && target.StartsWith(LabelTarget, StringComparison.Ordinal) ? target[LabelTarget.Length..] : null;

    /// <summary>Whether two agent ids are the same: numbers by value, e.g. <c>032</c> and <c>32</c>, anything else by text.</summary>
    /// <param name="left">An agent id.</param>
    /// <param name="right">Another one.</param>
    public static bool SameAgentId(string left, string right) =>
        uint.TryParse(left, NumberStyles.None, CultureInfo.InvariantCulture, out var a)
        && uint.TryParse(right, NumberStyles.None, CultureInfo.InvariantCulture, out var b)
            ? a == b
            : string.Equals(left, right, StringComparison.Ordinal);
}
