using ActiveResponse.Configuration;
using ActiveResponse.Responders;
using ActiveResponse.State;
using ActiveResponse.State.Compact;

namespace ActiveResponse;

/// <summary>
/// Finds recorded effects that no responder of this agent can revert, because another configuration applied them. For a single use; many
/// effects share few places.
/// </summary>
internal sealed class UnreachableEffects(ResponderBinding binding)
{
    private readonly Dictionary<(string Responder, CommandDefinition Command, string? Place), bool> _known = [];

    /// <summary>Returns what is needed to revert an effect; null if it is within reach.</summary>
    public string? NeededFor(EffectRecord effect) => Covers(new EffectSummary(effect)) ? Needed(effect.Key.Responder, effect.Place) : null;

    /// <summary>Returns a finding for each place out of reach.</summary>
    public IEnumerable<HealthFinding> In(IReadOnlyList<EffectRecord> effects) =>
        effects
            .Summaries()
            .Where(Covers)
            .GroupBy(static effect => Needed(effect.Responder, effect.Place))
            .Select(static place => new HealthFinding(
                "out of reach",
                IsFine: false,
                $"{place.Count()} can't be reverted unless {place.Key} is used again: {HealthReport.Some(place.Select(static effect => effect.Key.ToString()), place.Count())}"
            ));

    private static string Needed(string responder, string? place) => EffectPlaces.Describe(place) ?? $"the responder '{responder}'";

    private bool Covers(EffectSummary effect)
    {
        var key = (effect.Responder, effect.Command, effect.Place);
        if (!_known.TryGetValue(key, out var isOut))
        {
            _known.Add(key, isOut = binding.HolderOf(effect.Responder, effect.Command, effect.Place) is null);
        }

        return isOut;
    }
}
