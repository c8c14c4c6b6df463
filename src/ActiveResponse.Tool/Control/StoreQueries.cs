using ActiveResponse.Planning;
using ActiveResponse.State;

namespace ActiveResponse.Tool.Control;

/// <summary>Queries that need the store alone, for a running agent or without one.</summary>
/// <param name="store">The store.</param>
/// <param name="clock">The clock.</param>
/// <param name="needs">Names what is needed to revert an effect that no responder reaches; null without an agent.</param>
internal sealed class StoreQueries(IResponseStore store, TimeProvider clock, Func<Func<EffectRecord, string?>>? needs = null)
{
    private const int DefaultLimit = 100;
    private const int MostEntries = 1_000_000;

    // The end of the year 9999.
    private const long LastSecond = 253_402_300_799;

    public async Task ListAsync(ControlRequest request, ReplyWriter answer, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var filter = EffectFilter.Of(request);
        var effects = (await store.ListAsync(cancellationToken)).Where(filter.Matches);
        var needed = needs?.Invoke() ?? EffectJson.PlaceNeeded;
        foreach (
            var effect in effects.OrderBy(static effect => effect.Until ?? DateTimeOffset.MaxValue).ThenBy(static effect => effect.Since)
        )
        {
            await answer.LineAsync(json => EffectJson.Write(json, effect, now, needed(effect)));
        }
    }

    public async Task HistoryAsync(ControlRequest request, ReplyWriter answer, CancellationToken cancellationToken)
    {
        Subject? subject = null;
        if (request.Target is not null)
        {
            subject = Subject.TryParse(request.Target, out var read, out var problem) ? read : throw new ControlException(problem);
        }

        var query = new HistoryQuery
        {
            Subject = subject,
            Since = TimeOf(request.Since),
            Until = TimeOf(request.Until),
            Limit = (int)Math.Clamp(request.Limit ?? DefaultLimit, 0, MostEntries),
        };
        foreach (var entry in await store.ListHistoryAsync(query, cancellationToken))
        {
            await answer.LineAsync(json => HistoryJson.Write(json, entry));
        }
    }

    private static DateTimeOffset? TimeOf(long? seconds) =>
        seconds switch
        {
            null => null,
            < 0 or > LastSecond => throw new ControlException("the time is out of range"),
            { } given => DateTimeOffset.FromUnixTimeSeconds(given),
        };
}
