using System.Collections.Immutable;
using ActiveResponse.Diagnostics;
using ActiveResponse.Responders;
using ActiveResponse.State;

namespace ActiveResponse;

/// <summary>Result of <see cref="ActiveResponseEngine.CheckHealthAsync"/>.</summary>
/// <param name="Findings">One per check.</param>
public sealed record HealthReport(ImmutableArray<HealthFinding> Findings)
{
    private const int MostNamed = 5;

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsHealthy => Findings.All(static finding => finding.IsFine);

    /// <summary>Reports on effects by their records alone, even without an engine: failed lifts and blocks.</summary>
    /// <param name="effects">The recorded effects.</param>
    public static HealthReport OfRecord(IReadOnlyList<EffectRecord> effects)
    {
        ArgumentNullException.ThrowIfNull(effects);
        var reverts = effects.Where(static effect => effect.FailedReverts > 0 && effect.State == EffectState.Reverting).ToList();
        var applies = effects.Where(static effect => effect.FailedApplies > 0 && effect.State != EffectState.Reverting).ToList();
        return new HealthReport([
            new HealthFinding(
                "lifts",
                reverts.Count == 0,
                reverts.Count == 0 ? "none has failed" : $"{reverts.Count} failed and are retried: {SomeWithPlaces(reverts)}"
            ),
            new HealthFinding(
                "blocks",
                applies.Count == 0,
                applies.Count == 0 ? "none has failed" : $"{applies.Count} failed and are retried: {SomeOf(applies)}"
            ),
        ]);
    }

    /// <summary>Returns the first of many names.</summary>
    internal static string Some(IEnumerable<string> names, int count) =>
        string.Join(", ", names.Take(MostNamed).Select(static name => SafeText.Of(name))) + (count > MostNamed ? ", …" : "");

    private static string SomeOf(List<EffectRecord> effects) => Some(effects.Select(static effect => effect.Key.ToString()), effects.Count);

    private static string SomeWithPlaces(List<EffectRecord> effects) =>
        Some(
            effects.Select(static effect => effect.Key + (EffectPlaces.Describe(effect.Place) is { } place ? $" in {place}" : "")),
            effects.Count
        );
}
