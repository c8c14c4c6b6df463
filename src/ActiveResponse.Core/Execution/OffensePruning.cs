using ActiveResponse.Diagnostics;
using ActiveResponse.State;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Execution;

/// <summary>
/// Deletes decayed offenses from the store from time to time while there is work: a flood of addresses must not stay in memory forever.
/// </summary>
internal sealed class OffensePruning(IResponseStore store, ExecutionOptions options, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);
    private long _last = clock.GetTimestamp();

    public async Task PruneIfDueAsync()
    {
        var last = Interlocked.Read(ref _last);
        var interval = options.OffenseDecay < Longest ? options.OffenseDecay : Longest;
        if (clock.GetElapsedTime(last) < interval || Interlocked.CompareExchange(ref _last, clock.GetTimestamp(), last) != last)
        {
            return;
        }

        try
        {
            await store.ForgetOffensesAsync(clock.GetUtcNow() - options.OffenseDecay, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            logger.PruningFailed(e);
        }
    }
}
