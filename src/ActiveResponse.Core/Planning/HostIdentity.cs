using System.Globalization;

namespace ActiveResponse.Planning;

/// <summary>Who this host is; decides which orders run here.</summary>
public sealed record HostIdentity
{
    /// <summary>A host on its own.</summary>
    public static HostIdentity Standalone { get; } = new();

    /// <summary>The part it plays. Default: standalone.</summary>
    public HostRole Role { get; init; } = HostRole.Standalone;

    /// <summary>Its agent id, or null; <c>032</c> and <c>32</c> are the same. The server is <c>000</c>.</summary>
    public string? AgentId { get; init; }

    /// <summary>Its agent name, or null; compared exactly.</summary>
    public string? AgentName { get; init; }

    /// <summary>Whether an agent id means this host.</summary>
    public bool HasAgentId(string? agentId)
    {
        var own = AgentId ?? (Role == HostRole.Server ? "000" : null);
        return own is not null && agentId is not null && SameAgentId(own, agentId);
    }

    /// <summary>Whether two agent ids are the same: numbers by value, anything else by text.</summary>
    internal static bool SameAgentId(string left, string right) =>
        uint.TryParse(left, NumberStyles.None, CultureInfo.InvariantCulture, out var a)
        && uint.TryParse(right, NumberStyles.None, CultureInfo.InvariantCulture, out var b)
            ? a == b
            : string.Equals(left, right, StringComparison.Ordinal);
}
