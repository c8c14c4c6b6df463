using ActiveResponse.Planning;
using ActiveResponse.State;

namespace ActiveResponse.Tool.Control;

/// <summary>Answers what can be answered from the store alone, by a running agent or without one.</summary>
/// <param name="store">The store.</param>
/// <param name="clock">What "now" is.</param>
/// <param name="needs">Says for one answer what is needed to take an effect back that nothing reaches; null without an agent.</param>
internal sealed class StoreQueries(IResponseStore store, TimeProvider clock, Func<Func<EffectRecord, string?>>? needs = null)
{
    private const int DefaultLimit = 100;
    private const int MostEntries = 1_000_000;

    public async Task ListAsync(AnswerWriter answer, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var effects = await store.ListAsync(cancellationToken);
        var needed = needs?.Invoke() ?? EffectJson.PlaceNeeded;
        foreach (
            var effect in effects.OrderBy(static effect => effect.Until ?? DateTimeOffset.MaxValue).ThenBy(static effect => effect.Since)
        )
        {
            await answer.LineAsync(json => EffectJson.Write(json, effect, now, needed(effect)));
        }
    }

    public async Task HistoryAsync(ControlRequest request, AnswerWriter answer, CancellationToken cancellationToken)
    {
        Subject? subject = null;
        if (request.Target is not null)
        {
            subject = Subject.TryParse(request.Target, out var read, out var problem) ? read : throw new ControlException(problem);
        }

        var limit = (int)Math.Clamp(request.Limit ?? DefaultLimit, 0, MostEntries);
        foreach (var entry in await store.ListHistoryAsync(new HistoryQuery { Subject = subject, Limit = limit }, cancellationToken))
        {
            await answer.LineAsync(json => HistoryJson.Write(json, entry));
        }
    }
}
