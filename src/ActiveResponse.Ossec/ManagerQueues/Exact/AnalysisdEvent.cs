using ActiveResponse.Alerts;
using ActiveResponse.Configuration;

namespace ActiveResponse.Ossec.ManagerQueues.Exact;

/// <summary>The event data that analysisd uses for responses: values as in the alert, up to a NUL.</summary>
internal sealed class AnalysisdEvent
{
    /// <summary>Reads an alert whose fields were kept as written.</summary>
    public AnalysisdEvent(Alert alert)
    {
        Id = alert.Id.Length == 0 ? "-" : alert.Id;
        RuleId = alert.RuleId;
        Location = Text(LocationOf(alert)) ?? "";
        Address = Text(alert.SourceAddress);
        User = Named(Text(alert.User)) ?? Named(Text(alert.SourceUser));
        FileName = Text(alert.FileName);
    }

    /// <summary>Time and sequence, from the alert.</summary>
    public string Id { get; }

    /// <summary>The rule.</summary>
    public uint RuleId { get; }

    /// <summary>The location; an agent's begins with its name in parentheses.</summary>
    public string Location { get; }

    /// <summary>Whether it is from an agent.</summary>
    public bool IsAgents => Location.StartsWith('(');

    /// <summary>The source address, maybe empty or <c>-</c>; null if missing.</summary>
    public string? Address { get; }

    /// <summary>The target user, otherwise the source user; empty and <c>-</c> count as missing.</summary>
    public string? User { get; }

    /// <summary>The file, or null.</summary>
    public string? FileName { get; }

    // Wazuh's alerts, and OSSEC's archives, have the agent beside the location, not in it.
    private static string? LocationOf(Alert alert)
    {
        if (alert.Location is ['(', ..] || alert.AgentName is null)
        {
            return alert.Location;
        }

        var isAgents = alert.AgentId is { } id
            ? id.TrimStart('0').Length > 0
            : alert.Format == AlertFormat.OssecJson && alert.AgentAddress is not null;
        return isAgents ? $"({alert.AgentName}) {alert.AgentAddress ?? "any"}->{alert.Location}" : alert.Location;
    }

    private static string? Named(string? user) => user is "" or "-" ? null : user;

    private static string? Text(string? text) =>
        text is null || !text.Contains('\0', StringComparison.Ordinal) ? text : text[..text.IndexOf('\0', StringComparison.Ordinal)];
}
