using ActiveResponse.Configuration;
using ActiveResponse.Matching;
using ActiveResponse.Planning;

namespace ActiveResponse.Ossec.ManagerQueues.Exact;

/// <summary>analysisd's treatment of one response for one alert.</summary>
/// <param name="Verdict">Whether the response fires, and why.</param>
public sealed record AnalysisdResponse(MatchVerdict Verdict)
{
    /// <summary>The message; null if the response doesn't fire or the message is withheld.</summary>
    public QueueMessage? Message { get; init; }

    /// <summary>The reason for withholding the message, or null.</summary>
    public OrderRefusal? Refusal { get; init; }

    /// <summary>The location that counts.</summary>
    public ResponseLocation Location { get; init; }

    /// <summary>The target agent, or null.</summary>
    public string? Agent { get; init; }

    /// <summary>The user, address and file in the message; <c>-</c> if missing.</summary>
    public string Target { get; init; } = "-";
}
