using System.Collections.Immutable;
using ActiveResponse.Alerts;
using ActiveResponse.Isolation;

namespace ActiveResponse.Matching;

/// <summary>Wraps a host's matcher: if it throws or hangs, that alert fires nothing and reading continues.</summary>
/// <remarks>Each call switches threads, since nothing else can end a call that blocks. The library's own matcher isn't wrapped.</remarks>
internal sealed class IsolatedMatcher(IRuleMatcher inner, Func<TimeSpan> limit, PluginFaults faults, TimeProvider clock) : IRuleMatcher
{
    private readonly PluginCaller _caller = new("matcher", "the alert fires nothing", faults, clock);
    private readonly string _name = inner.GetType().Name;

    public ImmutableArray<MatchedResponse> Match(in AlertKey key)
    {
        var (ruleId, level, groups) = (key.RuleId, key.Level, key.Groups.ToArray());
        var result = Call(() =>
            inner.Match(
                new AlertKey
                {
                    RuleId = ruleId,
                    Level = level,
                    Groups = groups,
                }
            )
        );
        return result.Failure is not null || result.Value.IsDefault ? [] : result.Value;
    }

    public ImmutableArray<MatchVerdict> Explain(in AlertKey key)
    {
        var (ruleId, level, groups) = (key.RuleId, key.Level, key.Groups.ToArray());
        var result = Call(() =>
            inner.Explain(
                new AlertKey
                {
                    RuleId = ruleId,
                    Level = level,
                    Groups = groups,
                }
            )
        );
        return result.Failure is { } failure ? throw new InvalidOperationException($"The matcher {failure}.") : result.Value;
    }

    public ImmutableArray<MatchedResponse> Refine(Alert alert, ImmutableArray<MatchedResponse> matched)
    {
        var result = Call(() => inner.Refine(alert, matched));
        return result.Failure is not null || result.Value.IsDefault ? [] : result.Value;
    }

    public ImmutableArray<MatchVerdict> Refine(Alert alert, ImmutableArray<MatchVerdict> verdicts)
    {
        var result = Call(() => inner.Refine(alert, verdicts));
        return result.Failure is { } failure ? throw new InvalidOperationException($"The matcher {failure}.") : result.Value;
    }

    private PluginResult<T> Call<T>(Func<T> call) =>
        _caller
            .CallAsync(() => _name, limit(), _ => ValueTask.FromResult(call()), late: null, CancellationToken.None)
            .AsTask()
            .GetAwaiter()
            .GetResult();
}
