using ActiveResponse.Configuration;
using ActiveResponse.Matching;
using ActiveResponse.Planning;

namespace ActiveResponse.Ossec.ManagerQueues.Exact;

/// <summary>What analysisd makes of one response for one alert.</summary>
/// <param name="Verdict">Whether the response fires, and why.</param>
public sealed record AnalysisdResponse(MatchVerdict Verdict)
{
    /// <summary>What is sent; null when the response doesn't fire or something keeps the message back.</summary>
    public QueueMessage? Message { get; init; }

    /// <summary>What keeps the message back, or null.</summary>
    public OrderRefusal? Refusal { get; init; }

    /// <summary>The place that counts.</summary>
    public ResponseLocation Location { get; init; }

    /// <summary>The agent it is for, or null.</summary>
    public string? Agent { get; init; }

    /// <summary>The user, address and file in the message; <c>-</c> for none.</summary>
    public string Target { get; init; } = "-";
}
