using System.Globalization;
using ActiveResponse.State;

namespace ActiveResponse.AspNetCore.Views;

/// <summary>Takes one page of the history, newest first.</summary>
internal static class HistoryPager
{
    /// <exception cref="ViewException">The request is wrong.</exception>
    public static async ValueTask<HistoryPage> PageAsync(IResponseStore store, HistoryRequest request, CancellationToken cancellationToken)
    {
        var limit = Math.Clamp(request.Limit, 1, EffectQuery.MostItems);
        var (until, seen) = request.After is null ? (request.Until, 0) : Parse(request.After);
        var entries = await store
            .ListHistoryAsync(
                new HistoryQuery
                {
                    Subject = request.Target is null ? null : EffectFilter.SubjectOf(request.Target),
                    Since = request.Since,
                    Until = until,
                    Limit = limit + seen + 1,
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        var page = entries.Skip(seen).Take(limit).ToList();
        return new HistoryPage(
            [.. page.Select(ActionItems.Of)],
            entries.Count > seen + limit ? CursorAfter(page[^1].At, entries.Take(seen + limit)) : null
        );
    }

    // Several entries may have one time: the cursor counts those that were shown.
    private static string CursorAfter(DateTimeOffset at, IEnumerable<HistoryEntry> shown) =>
        string.Create(CultureInfo.InvariantCulture, $"{at.UtcTicks}-{shown.Count(entry => entry.At == at)}");

    private static (DateTimeOffset? Until, int Seen) Parse(string cursor) =>
        cursor.Split('-') is [var time, var count]
        && long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
        && ticks < DateTime.MaxValue.Ticks
        && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var seen)
        && seen <= 1_000_000
            ? (new DateTimeOffset(ticks + 1, TimeSpan.Zero), seen)
            : throw new ViewException(ViewProblem.Invalid, "'after' isn't a cursor of the history.", "Begin again without it.");
}
