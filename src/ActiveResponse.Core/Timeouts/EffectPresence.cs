using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.State;
using ActiveResponse.State.Compact;

namespace ActiveResponse.Timeouts;

/// <summary>What one responder has in place, held against what should be.</summary>
internal sealed class EffectPresence
{
    // A platform that counts in whole seconds, and a clock that was set by a little, are no drift.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    private readonly Dictionary<Subject, FoundEffect> _found;
    private readonly IEnumerableResponder _responder;
    private readonly DateTimeOffset _now;

    private EffectPresence(IEnumerableResponder responder, IReadOnlyList<FoundEffect> found, DateTimeOffset now)
    {
        _responder = responder;
        _found = new Dictionary<Subject, FoundEffect>(found.Count);
        foreach (var effect in found)
        {
            _found[effect.Subject] = effect;
        }

        _now = now;
    }

    /// <summary>What was found.</summary>
    public IEnumerable<FoundEffect> Found => _found.Values;

    public static async ValueTask<EffectPresence> ReadAsync(IEnumerableResponder responder, TimeProvider clock, CancellationToken cancellationToken) =>
        new(responder, await responder.ListAsync(cancellationToken).ConfigureAwait(false), clock.GetUtcNow());

    /// <summary>The same for some of a responder's places.</summary>
    public static async ValueTask<EffectPresence> ReadAsync(
        IPlacedResponder responder, IReadOnlySet<string> places, TimeProvider clock, CancellationToken cancellationToken) =>
        new(responder, await responder.ListAsync(places, cancellationToken).ConfigureAwait(false), clock.GetUtcNow());

    /// <summary>Whether an effect that should be in place isn't, or would end too early.</summary>
    public bool IsMissing(EffectGlance effect)
    {
        if (effect is not { State: EffectState.Applied, RetryAt: null } || effect.Until - _now < Slack || !_responder.CanList(effect.Place))
        {
            return false;
        }

        return !_found.TryGetValue(effect.Subject, out var found)
            || !EffectPlaces.Overlap(effect.Place, found.Place)
            || (found.IsEndKnown && EndsTooEarly(found.Until, effect.Until));
    }

    private static bool EndsTooEarly(DateTimeOffset? found, DateTimeOffset? wanted) => found is { } end && (wanted is null || wanted - end > Slack);
}
