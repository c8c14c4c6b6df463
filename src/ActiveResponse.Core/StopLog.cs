using ActiveResponse.Diagnostics;
using ActiveResponse.State;
using ActiveResponse.State.Compact;
using Microsoft.Extensions.Logging;

namespace ActiveResponse;

/// <summary>Logs what stays in place when the engine stops.</summary>
internal sealed class StopLog(IResponseStore store, ILogger<ActiveResponseEngine> logger)
{
    // With a hundred thousand effects across a restart, the log needs the number, not every name.
    private const int MostNamed = 20;

    // A hanging store must not delay the stop.
    public async Task LogAsync(CancellationToken cancellationToken) =>
        Log(
            await Task.Run(() => store.ListAsync(cancellationToken).AsTask(), CancellationToken.None)
                .WaitAsync(cancellationToken)
                .ConfigureAwait(false)
        );

    private void Log(IReadOnlyList<EffectRecord> effects)
    {
        foreach (var effect in effects.Summaries().Take(MostNamed))
        {
            var subject = SafeText.Of(effect.Subject.ToString());
            if (IsInPlace(effect))
            {
                logger.StaysAfterStop(effect.Responder, subject, WhyItStays(effect));
            }
            else
            {
                logger.UnfinishedAtStop(
                    effect.Responder,
                    subject,
                    effect.State == EffectState.Reverting ? "its revert hasn't succeeded" : "it may not be in place"
                );
            }
        }

        var applied = effects.Summaries().Skip(MostNamed).Count(IsInPlace);
        if (applied > 0)
        {
            logger.MoreStayAfterStop(applied);
        }

        if (effects.Count - MostNamed - applied is > 0 and var more)
        {
            logger.MoreUnfinishedAtStop(more);
        }
    }

    private string WhyItStays(EffectSummary effect)
    {
        if (effect.Until is null)
        {
            return "it has no timeout";
        }

        return store.IsDurable ? "it is kept over a restart" : "it couldn't be reverted";
    }

    private static bool IsInPlace(EffectSummary effect) => effect is { State: EffectState.Applied, RetryAt: null };
}
