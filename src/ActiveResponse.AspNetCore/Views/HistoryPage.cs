namespace ActiveResponse.AspNetCore.Views;

/// <summary>One page of past actions, newest first.</summary>
/// <param name="Items">The actions.</param>
/// <param name="Next">The cursor of the next page; null on the last.</param>
internal sealed record HistoryPage(IReadOnlyList<ActionItem> Items, string? Next);

/// <summary>Selects and pages past actions.</summary>
internal sealed record HistoryRequest
{
    public string? Target { get; init; }

    public DateTimeOffset? Since { get; init; }

    public DateTimeOffset? Until { get; init; }

    public int Limit { get; init; } = 100;

    public string? After { get; init; }
}
