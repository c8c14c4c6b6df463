using ActiveResponse.Configuration;
using ActiveResponse.Responders;
using ActiveResponse.State;
using ActiveResponse.State.Compact;

namespace ActiveResponse;

/// <summary>Finds effects on record that no responder of an engine can revert, since another set-up has put them in place.</summary>
/// <remarks>Made for one list of effects: it remembers what it has found out about each place. One thread at a time.</remarks>
public sealed class UnreachableEffects
{
    private readonly ResponderBinding _binding;
    private readonly Dictionary<(string Responder, CommandDefinition Command, string? Place), bool> _known = [];

    /// <summary>Looks effects up among the responders that an engine has now.</summary>
    /// <param name="engine">The engine.</param>
    public UnreachableEffects(ActiveResponseEngine engine)
        : this((engine ?? throw new ArgumentNullException(nameof(engine))).Binding) { }

    internal UnreachableEffects(ResponderBinding binding) => _binding = binding;

    /// <summary>
    /// What has to be in use again before an effect can be reverted, in words for an operator; null when nothing is missing.
    /// </summary>
    /// <param name="effect">The effect.</param>
    public string? NeededFor(EffectRecord effect)
    {
        ArgumentNullException.ThrowIfNull(effect);
        return Covers(new EffectSummary(effect)) ? Needed(effect.Key.Responder, effect.Place) : null;
    }

    /// <summary>A finding for each place that is out of reach.</summary>
    internal IEnumerable<HealthFinding> In(IReadOnlyList<EffectRecord> effects) =>
        effects
            .Summaries()
            .Where(Covers)
            .GroupBy(static effect => Needed(effect.Responder, effect.Place))
            .Select(static place => new HealthFinding(
                "out of reach",
                IsFine: false,
                $"{place.Count()} can't be reverted unless {place.Key} is used again: "
                    + $"{HealthReport.Some(place.Select(static effect => effect.Key.ToString()), place.Count())}"
            ));

    private static string Needed(string responder, string? place) => EffectPlaces.Describe(place) ?? $"the responder '{responder}'";

    private bool Covers(EffectSummary effect)
    {
        var key = (effect.Responder, effect.Command, effect.Place);
        if (!_known.TryGetValue(key, out var isOut))
        {
            _known.Add(key, isOut = _binding.HolderOf(effect.Responder, effect.Command, effect.Place) is null);
        }

        return isOut;
    }
}
