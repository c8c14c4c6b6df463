using ActiveResponse.Diagnostics;
using ActiveResponse.Execution;
using ActiveResponse.Responders;
using ActiveResponse.State;
using ActiveResponse.State.Compact;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Timeouts;

/// <summary>Looks again and again whether what should be in place is, and has it put there if somebody took it away.</summary>
internal sealed class DriftWatch(
    ResponderBinding binding, IResponseStore store, EffectEndings endings, ExecutionOptions options, TimeProvider clock, ILogger<DriftWatch> logger) : IDisposable
{
    // A long list must not become a load: the next look waits for at least this many times as long as the last one took.
    private const int RestFactor = 20;

    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<string> _blind = [];
    private Task _running = Task.CompletedTask;

    /// <summary>Begins to look, if there is anything that can be listed.</summary>
    public void Start()
    {
        if (options.DriftCheckInterval > TimeSpan.Zero && binding.Registered.OfType<IEnumerableResponder>().Any())
        {
            _running = Task.Run(RunAsync);
        }
    }

    /// <summary>Looks once, and has put back what is missing.</summary>
    /// <returns>How many effects were missing.</returns>
    public async Task<int> LookAsync(CancellationToken cancellationToken)
    {
        var missing = 0;
        foreach (var responder in binding.Registered.OfType<IEnumerableResponder>())
        {
            try
            {
                missing += await LookAsync(responder, cancellationToken).ConfigureAwait(false);
                _blind.Remove(responder.Name);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                if (_blind.Add(responder.Name))
                {
                    logger.DriftLookFailed(responder.Name, e);
                }
            }
        }

        return missing;
    }

    /// <summary>Looks no more; a look that is under way ends.</summary>
    public async Task StopAsync()
    {
        Dispose();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stop.Cancel();

    private async Task RunAsync()
    {
        var wait = options.DriftCheckInterval;
        while (true)
        {
            await Task.Delay(wait, clock, _stop.Token).ConfigureAwait(false);
            var started = clock.GetTimestamp();
            await LookAsync(_stop.Token).ConfigureAwait(false);
            var rest = clock.GetElapsedTime(started) * RestFactor;
            wait = rest > options.DriftCheckInterval ? rest : options.DriftCheckInterval;
        }
    }

    private async Task<int> LookAsync(IEnumerableResponder responder, CancellationToken cancellationToken)
    {
        // The record first: what comes in place meanwhile isn't looked for, and what goes isn't put back, since the executor looks at the record again.
        var all = await store.ListAsync(cancellationToken).ConfigureAwait(false);
        var onRecord = all.Glances().Where(effect => binding.RegisteredHolderOf(effect.Responder, effect.Place) == responder);
        var count = onRecord.Count();
        if (count == 0)
        {
            return 0;
        }

        var presence = await EffectPresence.ReadAsync(responder, clock, cancellationToken).ConfigureAwait(false);
        var missing = onRecord.Where(presence.IsMissing).Select(static effect => effect.Key).ToList();
        if (missing.Count > 0)
        {
            logger.Drifted(responder.Name, missing.Count, count);
            _ = endings.RestoreAsync(responder, missing);
        }

        return missing.Count;
    }
}
