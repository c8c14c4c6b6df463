using ActiveResponse.Configuration;
using ActiveResponse.Responders;
using ActiveResponse.State;
using ActiveResponse.State.Compact;

namespace ActiveResponse;

/// <summary>Which effects on record no responder of this agent can take back: another set-up has put them in place. For one answer; many
/// effects share few places.</summary>
internal sealed class UnreachableEffects(ResponderBinding binding)
{
    private readonly Dictionary<(string Responder, CommandDefinition Command, string? Place), bool> _known = [];

    /// <summary>What has to be there again; null for what is within reach.</summary>
    public string? NeededFor(EffectRecord effect) => Covers(new EffectSummary(effect)) ? Needed(effect.Key.Responder, effect.Place) : null;

    /// <summary>A finding for each place that is out of reach.</summary>
    public IEnumerable<HealthFinding> In(IReadOnlyList<EffectRecord> effects) =>
        effects
            .Summaries()
            .Where(Covers)
            .GroupBy(static effect => Needed(effect.Responder, effect.Place))
            .Select(static place => new HealthFinding(
                "out of reach",
                IsFine: false,
                $"{place.Count()} can't be taken back unless {place.Key} is used again: {HealthReport.Some(place.Select(static effect => effect.Key.ToString()), place.Count())}"
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
