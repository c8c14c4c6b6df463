using System.Collections.Immutable;
using ActiveResponse.Alerts;
using ActiveResponse.Matching;

// Rules of the range 100000 to 199999 are those the administrator wrote: only they may block.
await using var stage = await Stage.SetAsync((builder, _) => builder.UseRuleMatcher(config => new OwnRulesOnly(new RuleMatcher(config))));
await stage.HandleAsync("203.0.113.9", rule: 5712);
await stage.HandleAsync("203.0.113.10", rule: 100_001);
Console.WriteLine($"blocked: {string.Join(' ', stage.Firewall.Entries.Keys)}");

/// <summary>The matcher that is there, for some rules only.</summary>
internal sealed class OwnRulesOnly(IRuleMatcher inner) : IRuleMatcher
{
    public ImmutableArray<MatchedResponse> Match(in AlertKey key) => IsOwn(key) ? inner.Match(key) : [];

    public ImmutableArray<MatchVerdict> Explain(in AlertKey key)
    {
        var verdicts = inner.Explain(key);
        return IsOwn(key)
            ? verdicts
            :
            [
                .. verdicts.Select(static verdict =>
                    verdict with
                    {
                        Fired = false,
                        Because = verdict.Because.Add("it is not a rule of the administrator's"),
                    }
                ),
            ];
    }

    private static bool IsOwn(in AlertKey key) => key.RuleId is >= 100_000 and < 200_000;
}
