using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.State;
using ActiveResponse.State.Compact;

namespace ActiveResponse.Reconciliation;

/// <summary>Compares what one responder has in place with what should be.</summary>
internal sealed class EffectPresence
{
    // Platforms that count whole seconds, and small clock changes, aren't drift.
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

    /// <summary>Entries found in place.</summary>
    public IEnumerable<FoundEffect> Found => _found.Values;

    public static async ValueTask<EffectPresence> ReadAsync(
        IEnumerableResponder responder,
        TimeProvider clock,
        CancellationToken cancellationToken
    ) => new(responder, await responder.ListAsync(cancellationToken).ConfigureAwait(false), clock.GetUtcNow());

    /// <summary>Reads only some of a responder's places.</summary>
    public static async ValueTask<EffectPresence> ReadAsync(
        IPlacedResponder responder,
        IReadOnlySet<string> places,
        TimeProvider clock,
        CancellationToken cancellationToken
    ) => new(responder, await responder.ListAsync(places, cancellationToken).ConfigureAwait(false), clock.GetUtcNow());

    /// <summary>Whether an effect that should be in place is missing or would end too early.</summary>
    public bool IsMissing(EffectSummary effect) => IsJudged(effect) && !IsInPlace(effect);

    /// <summary>
    /// Whether an effect's presence can be judged: it should be in place, doesn't end just now, and its place can be listed.
    /// </summary>
    public bool IsJudged(EffectSummary effect) =>
        effect is { State: EffectState.Applied, RetryAt: null } && !(effect.Until - _now < Slack) && _responder.CanList(effect.Place);

    /// <summary>Returns how many effects in place fail to stop their packets, and why; empty for none.</summary>
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

    /// <summary>Returns our entries that aren't among the responder's recorded effects.</summary>
    public List<FoundEffect> Unrecorded(IEnumerable<EffectSummary> onRecord)
    {
        // Mostly there are no others, and entries may be very many.
        if (onRecord.Count(effect => _found.TryGetValue(effect.Subject, out var found) && found.IsOurs) == _ours)
        {
            return [];
        }

        var recorded = onRecord.Select(static effect => effect.Subject).ToHashSet();
        return [.. _found.Values.Where(found => found.IsOurs && !recorded.Contains(found.Subject))];
    }

    /// <summary>Whether an entry should be gone according to its stored end.</summary>
    public bool HasEnded(FoundEffect found) => found.IsEndKnown && found.Until <= _now;

    private bool IsInPlace(EffectSummary effect) =>
        _found.TryGetValue(effect.Subject, out var found)
        && !found.IsHalf
        && EffectPlaces.Overlap(effect.Place, found.Place)
        && !(found.IsEndKnown && EndsTooEarly(found.Until, effect.Until));

    private static bool EndsTooEarly(DateTimeOffset? found, DateTimeOffset? wanted) =>
        found is { } end && (wanted is null || wanted - end > Slack);
}
