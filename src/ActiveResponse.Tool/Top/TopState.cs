using ActiveResponse.AspNetCore.Views;

namespace ActiveResponse.Tool.Top;

/// <summary>What one screen shows: figures, and the newest effects.</summary>
internal sealed record TopState(SummaryReply Summary, EffectPage Newest)
{
    public static async Task<TopState> ReadAsync(IActiveResponseView view, int rows, CancellationToken cancellationToken) =>
        new(
            await view.SummaryAsync(cancellationToken),
            await view.ListAsync(
                new EffectQuery
                {
                    Sort = "since",
                    Descending = true,
                    Limit = rows,
                },
                cancellationToken
            )
        );
}
