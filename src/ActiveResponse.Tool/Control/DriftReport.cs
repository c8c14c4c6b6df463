using ActiveResponse.Diagnostics;
using ActiveResponse.Responders;
using ActiveResponse.State;
using ActiveResponse.State.Compact;
using ActiveResponse.Timeouts;

namespace ActiveResponse.Tool.Control;

/// <summary>What <c>health</c> says of the blocks of one responder: those that were seen in place, and, apart from them, all others.</summary>
internal sealed class DriftReport
{
    public const int MostNamed = 5;

    /// <param name="presence">What it has in place.</param>
    /// <param name="own">What is on record of it.</param>
    /// <param name="strays">What is in place by our hand, and on no record.</param>
    public DriftReport(EffectPresence presence, IReadOnlyList<EffectGlance> own, IReadOnlyList<FoundEffect> strays)
    {
        var judged = own.Where(presence.IsJudged).ToList();
        var missing = judged.Where(presence.IsMissing).ToList();
        var passing = presence.Passing(own);
        List<string> parts = [];
        IsFine = missing.Count == 0 && passing.Count == 0;
        if (IsFine)
        {
            parts.Add(judged.Count == 0 ? "no block is to be in place" : $"all {judged.Count} blocks are in place");
        }

        Add(missing.Count, $"of {judged.Count} blocks are not in place: {Some(missing.Select(static effect => effect.Key.ToString()), missing.Count)}");
        Add(passing.Count, $"of {judged.Count} blocks are in place, and their packets pass all the same: {SafeText.Of(passing.Why, 400)}");
        Add(own.Count(effect => effect.State == EffectState.Applied && effect.RetryAt is null && !presence.IsJudged(effect)), "end just now or can't be looked at");
        Add(own.Count(static effect => effect.State == EffectState.Planned && effect.RetryAt is null), "pending");
        Add(own.Count(static effect => effect.State != EffectState.Reverting && effect.RetryAt is not null), "failing");
        Add(own.Count(static effect => effect.State == EffectState.Reverting && effect.Record.FailedReverts == 0), "being taken back");
        Add(own.Count(static effect => effect.State == EffectState.Reverting && effect.Record.FailedReverts > 0), "failing to be taken back");
        Add(strays.Count, $"carry our mark and are on no record: {Some(strays.Select(static found => found.Subject.ToString()), strays.Count)}");
        Text = string.Join("; ", parts);

        void Add(int count, string what)
        {
            if (count > 0)
            {
                parts.Add($"{count} {what}");
            }
        }
    }

    /// <summary>Whether all is in place that should be, and nothing passes.</summary>
    public bool IsFine { get; }

    public string Text { get; }

    /// <summary>The first of many names.</summary>
    public static string Some(IEnumerable<string> names, int count) =>
        string.Join(", ", names.Take(MostNamed).Select(static name => SafeText.Of(name))) + (count > MostNamed ? ", …" : "");
}
