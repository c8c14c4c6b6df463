using System.Collections.Immutable;
using System.Globalization;
using ActiveResponse.Diagnostics;
using ActiveResponse.State;

namespace ActiveResponse;

/// <summary>Checks whether the store accepts writes, by a mark.</summary>
internal sealed class StoreHealth(IResponseStore store, TimeProvider clock) : IHealthSource
{
    private const string ProbeName = "health";

    public async ValueTask<IReadOnlyList<HealthFinding>> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            var position = ImmutableDictionary<string, string>.Empty.Add(
                ProbeName,
                clock.GetUtcNow().UtcTicks.ToString(CultureInfo.InvariantCulture)
            );
            await store.CommitAsync(new StoreCommit { Positions = position }, cancellationToken).ConfigureAwait(false);
            return
            [
                new HealthFinding(
                    "store",
                    IsFine: true,
                    store.IsDurable ? "it can be written" : "in memory: forgotten when the agent ends"
                ),
            ];
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return [new HealthFinding("store", IsFine: false, SafeText.Of(e.Message, 400))];
        }
    }
}
