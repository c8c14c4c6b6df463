namespace ActiveResponse.AspNetCore.Views;

/// <summary>Selects, orders and pages effects; what isn't given selects all.</summary>
internal sealed record EffectQuery
{
    public const int MostItems = 1_000;
    public const int MostSkipped = 100_000_000;

    public string? Target { get; init; }

    /// <summary>Whether a network also means all targets within it.</summary>
    public bool Within { get; init; }

    public long? Rule { get; init; }

    public string? Responder { get; init; }

    /// <summary>The agent of the alert, or this host.</summary>
    public string? Host { get; init; }

    public string? State { get; init; }

    /// <summary>Part of the target, or of another text of the effect.</summary>
    public string? Search { get; init; }

    /// <summary><c>until</c>, <c>since</c>, <c>target</c> or <c>rule</c>.</summary>
    public string Sort { get; init; } = "until";

    public bool Descending { get; init; }

    public int Limit { get; init; } = 100;

    public string? After { get; init; }

    /// <summary>How many effects to leave out before the first of the page.</summary>
    public int Skip { get; init; }
}
