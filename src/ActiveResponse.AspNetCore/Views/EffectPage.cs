namespace ActiveResponse.AspNetCore.Views;

/// <summary>One page of the effects.</summary>
internal sealed record EffectPage
{
    public required IReadOnlyList<EffectItem> Items { get; init; }

    /// <summary>The number of effects on all pages.</summary>
    public required int Total { get; init; }

    /// <summary>The cursor of the next page; null on the last.</summary>
    public string? Next { get; init; }

    public required DateTimeOffset Now { get; init; }
}
