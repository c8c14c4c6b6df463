using ActiveResponse.Diagnostics;
using ActiveResponse.Responders;
using ActiveResponse.State;

namespace ActiveResponse;

/// <summary>Checks recorded effects: failed lifts and blocks, effects out of reach, and drift.</summary>
internal sealed class EffectHealth(IResponseStore store, ResponderBinding binding, InPlaceCheck inPlace) : IHealthSource
{
    public async ValueTask<IReadOnlyList<HealthFinding>> CheckAsync(CancellationToken cancellationToken)
    {
        var findings = new List<HealthFinding>();
        try
        {
            var effects = await store.ListAsync(cancellationToken).ConfigureAwait(false);
            findings.AddRange(HealthReport.OfRecord(effects).Findings);
            findings.AddRange(new UnreachableEffects(binding).In(effects));
            findings.AddRange(
                (await inPlace.CheckAsync(effects, cancellationToken).ConfigureAwait(false)).Select(static report => new HealthFinding(
                    $"drift {report.Responder}",
                    report.IsFine,
                    report.Summary
                ))
            );
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            findings.Add(new HealthFinding("record", IsFine: false, $"it can't be read: {SafeText.Of(e.Message, 400)}"));
        }

        return findings;
    }
}
