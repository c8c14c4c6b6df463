namespace ActiveResponse.AspNetCore.Views;

/// <summary>One action and its outcome, as the API shows it.</summary>
internal sealed record ActionItem
{
    /// <summary>The effect it was for, or null.</summary>
    public string? Id { get; init; }

    public DateTimeOffset? At { get; init; }

    /// <summary><c>apply</c> or <c>revert</c>.</summary>
    public string Verb { get; init; } = "apply";

    public required string Outcome { get; init; }

    public required string Target { get; init; }

    public string? Responder { get; init; }

    public string? Response { get; init; }

    public uint RuleId { get; init; }

    public string AlertId { get; init; } = "";

    public string? Agent { get; init; }

    public int Offense { get; init; }

    public DateTimeOffset? Until { get; init; }

    public string? Detail { get; init; }

    public string? Reason { get; init; }

    public string? By { get; init; }
}

/// <summary>The outcomes of a change.</summary>
/// <param name="Results">One for each target or effect.</param>
internal sealed record ChangeReply(IReadOnlyList<ActionItem> Results);
