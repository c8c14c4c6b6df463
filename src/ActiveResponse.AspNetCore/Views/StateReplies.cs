namespace ActiveResponse.AspNetCore.Views;

/// <summary>The state of health.</summary>
/// <param name="Status"><c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</param>
/// <param name="Findings">One for each check.</param>
internal sealed record HealthState(string Status, IReadOnlyList<HealthItem> Findings);

/// <param name="Area">What was checked.</param>
/// <param name="Severity"><c>ok</c> or <c>error</c>.</param>
/// <param name="What">Its state in one line.</param>
/// <param name="Remedy">What to do, if that isn't part of <paramref name="What"/>.</param>
internal sealed record HealthItem(string Area, string Severity, string What, string? Remedy = null);

/// <summary>What is wrong with the configuration.</summary>
/// <param name="File">The file; null if it was built in code.</param>
/// <param name="Problems">The problems.</param>
internal sealed record ProblemsReply(string? File, IReadOnlyList<ProblemItem> Problems);

internal sealed record ProblemItem(string Severity, int Line, int Column, string? Element, string Message, string? Remedy = null);

/// <summary>The state of one alert source.</summary>
internal sealed record SourceItem
{
    public required string Path { get; init; }

    /// <summary><c>reading</c>, <c>waiting</c> (it can't be read at the moment) or <c>ended</c>.</summary>
    public required string State { get; init; }

    public string? Trouble { get; init; }

    public long Lines { get; init; }

    public long Alerts { get; init; }

    public long Skipped { get; init; }

    public DateTimeOffset? LastReadAt { get; init; }
}

/// <summary>An entry of the allow list.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="From"><c>configuration</c>, or <c>added</c> while the agent ran.</param>
/// <param name="Reason">Why it was added, or null.</param>
/// <param name="By">Who added it, or null.</param>
internal sealed record AllowItem(string Entry, string From, string? Reason = null, string? By = null);
