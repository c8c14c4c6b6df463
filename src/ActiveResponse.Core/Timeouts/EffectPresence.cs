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
    private readonly int _ours;

    private EffectPresence(IEnumerableResponder responder, IReadOnlyList<FoundEffect> found, DateTimeOffset now)
    {
        _responder = responder;
        _found = new Dictionary<Subject, FoundEffect>(found.Count);
        foreach (var effect in found)
        {
            _found[effect.Subject] = effect;
        }

        _ours = _found.Values.Count(static effect => effect.IsOurs);

        _now = now;
    }

    /// <summary>What was found.</summary>
    public IEnumerable<FoundEffect> Found => _found.Values;

    public static async ValueTask<EffectPresence> ReadAsync(
        IEnumerableResponder responder,
        TimeProvider clock,
        CancellationToken cancellationToken
    ) => new(responder, await responder.ListAsync(cancellationToken).ConfigureAwait(false), clock.GetUtcNow());

    /// <summary>The same for some of a responder's places.</summary>
    public static async ValueTask<EffectPresence> ReadAsync(
        IPlacedResponder responder,
        IReadOnlySet<string> places,
        TimeProvider clock,
        CancellationToken cancellationToken
    ) => new(responder, await responder.ListAsync(places, cancellationToken).ConfigureAwait(false), clock.GetUtcNow());

    /// <summary>Whether an effect that should be in place isn't, or would end too early.</summary>
    public bool IsMissing(EffectSummary effect) => IsJudged(effect) && !IsInPlace(effect);

    /// <summary>Whether it can be said of an effect if it is in place: it should be, it doesn't end just now, and its place can be
    /// listed.</summary>
    public bool IsJudged(EffectSummary effect) =>
        effect is { State: EffectState.Applied, RetryAt: null } && !(effect.Until - _now < Slack) && _responder.CanList(effect.Place);

    /// <summary>How many effects are in place and their packets pass all the same, and by what; empty for none.</summary>
    public (int Count, string Why) Passing(IEnumerable<EffectSummary> onRecord)
    {
        if (!_found.Values.Any(static found => found.PassedBy is not null))
        {
            return (0, "");
        }

        var reasons = onRecord
            .Where(IsJudged)
            .Select(effect => _found.GetValueOrDefault(effect.Subject)?.PassedBy)
            .OfType<string>()
            .ToList();
        return (reasons.Count, string.Join("; ", reasons.Distinct(StringComparer.Ordinal)));
    }

    /// <summary>What is there by our hand, and not among the effects of the responder that are on record.</summary>
    public List<FoundEffect> Unrecorded(IEnumerable<EffectSummary> onRecord)
    {
        // Mostly there is nothing else, and there may be very many.
        if (onRecord.Count(effect => _found.TryGetValue(effect.Subject, out var found) && found.IsOurs) == _ours)
        {
            return [];
        }

        var recorded = onRecord.Select(static effect => effect.Subject).ToHashSet();
        return [.. _found.Values.Where(found => found.IsOurs && !recorded.Contains(found.Subject))];
    }

    /// <summary>Whether an entry should be gone by what is written beside it.</summary>
    public bool HasEnded(FoundEffect found) => found.IsEndKnown && found.Until <= _now;

    private bool IsInPlace(EffectSummary effect) =>
        _found.TryGetValue(effect.Subject, out var found)
        && EffectPlaces.Overlap(effect.Place, found.Place)
        && !(found.IsEndKnown && EndsTooEarly(found.Until, effect.Until));

    private static bool EndsTooEarly(DateTimeOffset? found, DateTimeOffset? wanted) =>
        found is { } end && (wanted is null || wanted - end > Slack);
}
