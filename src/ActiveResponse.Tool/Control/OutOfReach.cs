using ActiveResponse.Configuration;
using ActiveResponse.Responders;
using ActiveResponse.State;
using ActiveResponse.State.Compact;

namespace ActiveResponse.Tool.Control;

/// <summary>Which effects on record no responder of this agent can take back: another set-up has put them in place. For one answer; many effects share few places.</summary>
internal sealed class OutOfReach(ResponderBinding binding)
{
    private readonly Dictionary<(string Responder, CommandDefinition Command, string? Place), bool> _known = [];

    /// <summary>What has to be there again; null for what is within reach.</summary>
    public string? NeededFor(EffectRecord effect) => Covers(new EffectGlance(effect)) ? Needed(effect.Key.Responder, effect.Place) : null;

    /// <summary>A line for each place that is out of reach.</summary>
    public async ValueTask TellAsync(AnswerWriter answer, IReadOnlyList<EffectRecord> effects)
    {
        var places = effects.Glances().Where(Covers).GroupBy(static effect => Needed(effect.Responder, effect.Place));
        foreach (var place in places)
        {
            await HealthCheck.TellAsync(
                answer, "out of reach", false,
                $"{place.Count()} can't be taken back unless {place.Key} is used again: {HealthCheck.Some([.. place.Take(HealthCheck.SomeAtMost + 1).Select(static effect => effect.Record)])}");
        }
    }

    private static string Needed(string responder, string? place) => EffectPlaces.Describe(place) ?? $"the responder '{responder}'";

    private bool Covers(EffectGlance effect)
    {
        var key = (effect.Responder, effect.Command, effect.Place);
        if (!_known.TryGetValue(key, out var isOut))
        {
            _known.Add(key, isOut = binding.HolderOf(effect.Responder, effect.Command, effect.Place) is null);
        }

        return isOut;
    }
}
