namespace ActiveResponse.AspNetCore.Views;

/// <summary>One effect, as the API shows it.</summary>
internal sealed record EffectItem
{
    /// <summary>Names the effect in addresses of the API; opaque.</summary>
    public required string Id { get; init; }

    public required string Target { get; init; }

    /// <summary><c>address</c>, <c>network</c>, <c>user</c>, <c>file</c> or <c>other</c>.</summary>
    public required string Kind { get; init; }

    public required string Responder { get; init; }

    /// <summary><c>active</c>, <c>pending</c>, <c>failed</c> or <c>lifting</c>.</summary>
    public required string State { get; init; }

    public required DateTimeOffset Since { get; init; }

    /// <summary>When it ends; null for until lifted.</summary>
    public DateTimeOffset? Until { get; init; }

    public long? SecondsLeft { get; init; }

    public string? Place { get; init; }

    /// <summary>What is missing to revert it, or null.</summary>
    public string? Needs { get; init; }

    public IReadOnlyList<string> HeldBy { get; init; } = [];

    public int Offense { get; init; }

    public uint RuleId { get; init; }

    public int Level { get; init; }

    public string AlertId { get; init; } = "";

    public string? Agent { get; init; }

    public string ConfigVersion { get; init; } = "";

    public int FailedApplies { get; init; }

    public int FailedReverts { get; init; }

    public DateTimeOffset? RetryAt { get; init; }

    public string? Reason { get; init; }

    public string? By { get; init; }

    public string? Host { get; init; }
}
