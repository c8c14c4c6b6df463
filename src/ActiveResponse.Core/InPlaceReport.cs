using System.Collections.Immutable;
using ActiveResponse.Diagnostics;
using ActiveResponse.Planning;
using ActiveResponse.Reconciliation;
using ActiveResponse.Responders;
using ActiveResponse.State;
using ActiveResponse.State.Compact;

namespace ActiveResponse;

/// <summary>Comparison of one responder's entries with the record; see <see cref="ActiveResponseEngine.VerifyInPlaceAsync"/>.</summary>
public sealed record InPlaceReport
{
    /// <summary>Name of the responder.</summary>
    public required string Responder { get; init; }

    /// <summary>Number of effects that should be in place and could be checked.</summary>
    public int Expected { get; init; }

    /// <summary>Those of them that are missing.</summary>
    public ImmutableArray<ActionKey> Missing { get; init; } = [];

    /// <summary>Number of them that are in place but don't stop their packets.</summary>
    public int Passing { get; init; }

    /// <summary>What lets the packets pass, or null.</summary>
    public string? PassedBy { get; init; }

    /// <summary>Our entries without a record.</summary>
    public ImmutableArray<Subject> Unrecorded { get; init; } = [];

    /// <summary>Why the responder can't list its entries, or null.</summary>
    public string? Problem { get; init; }

    /// <summary>Summary in one line for people.</summary>
    public string Summary { get; init; } = "";

    /// <summary>Whether everything is in place and effective.</summary>
    public bool IsFine => Problem is null && Missing.IsEmpty && Passing == 0;

    internal static InPlaceReport Failed(string responder, Exception why)
    {
        var problem = $"it can't list its entries: {SafeText.Of(why.Message, 400)}";
        return new InPlaceReport
        {
            Responder = responder,
            Problem = problem,
            Summary = problem,
        };
    }

    /// <param name="responder">Name of the responder.</param>
    /// <param name="presence">What it has in place.</param>
    /// <param name="own">Its recorded effects.</param>
    /// <param name="strays">Our entries without a record.</param>
    internal static InPlaceReport Of(
        string responder,
        EffectPresence presence,
        IReadOnlyList<EffectSummary> own,
        IReadOnlyList<FoundEffect> strays
    )
    {
        var judged = own.Where(presence.IsJudged).ToList();
        var missing = judged.Where(presence.IsMissing).Select(static effect => effect.Key).ToImmutableArray();
        var passing = presence.Passing(own);
        List<string> parts = [];
        if (missing.Length == 0 && passing.Count == 0)
        {
            parts.Add(judged.Count == 0 ? "no block is expected" : $"all {judged.Count} blocks are in place");
        }

        Add(
            parts,
            missing.Length,
            $"of {judged.Count} blocks are not in place: {HealthReport.Some(missing.Select(static key => key.ToString()), missing.Length)}"
        );
        Add(parts, passing.Count, $"of {judged.Count} blocks are in place, but their packets still pass: {SafeText.Of(passing.Why, 400)}");
        AddOthers(parts, presence, own);
        Add(
            parts,
            strays.Count,
            $"carry our mark but have no record: {HealthReport.Some(strays.Select(static found => found.Subject.ToString()), strays.Count)}"
        );
        return new InPlaceReport
        {
            Responder = responder,
            Expected = judged.Count,
            Missing = missing,
            Passing = passing.Count,
            PassedBy = passing.Count == 0 ? null : passing.Why,
            Unrecorded = [.. strays.Select(static found => found.Subject)],
            Summary = string.Join("; ", parts),
        };
    }

    // Effects that the host needn't have in place.
    private static void AddOthers(List<string> parts, EffectPresence presence, IReadOnlyList<EffectSummary> own)
    {
        Add(
            own.Count(effect => effect.State == EffectState.Applied && effect.RetryAt is null && !presence.IsJudged(effect)),
            "end just now or can't be checked"
        );
        Add(own.Count(static effect => effect.State == EffectState.Planned && effect.RetryAt is null), "pending");
        Add(own.Count(static effect => effect.State != EffectState.Reverting && effect.RetryAt is not null), "failing");
        Add(own.Count(static effect => effect.State == EffectState.Reverting && effect.Record.FailedReverts == 0), "being reverted");
        Add(own.Count(static effect => effect.State == EffectState.Reverting && effect.Record.FailedReverts > 0), "failing to be reverted");

        void Add(int count, string what) => InPlaceReport.Add(parts, count, what);
    }

    private static void Add(List<string> parts, int count, string what)
    {
        if (count > 0)
        {
            parts.Add($"{count} {what}");
        }
    }
}
