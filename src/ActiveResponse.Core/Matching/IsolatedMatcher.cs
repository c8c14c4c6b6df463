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
        var answer = Ask(() =>
            inner.Match(
                new AlertKey
                {
                    RuleId = ruleId,
                    Level = level,
                    Groups = groups,
                }
            )
        );
        return answer.Failure is not null || answer.Value.IsDefault ? [] : answer.Value;
    }

    public ImmutableArray<MatchVerdict> Explain(in AlertKey key)
    {
        var (ruleId, level, groups) = (key.RuleId, key.Level, key.Groups.ToArray());
        var answer = Ask(() =>
            inner.Explain(
                new AlertKey
                {
                    RuleId = ruleId,
                    Level = level,
                    Groups = groups,
                }
            )
        );
        return answer.Failure is { } failure ? throw new InvalidOperationException($"The matcher {failure}.") : answer.Value;
    }

    public ImmutableArray<MatchedResponse> Refine(Alert alert, ImmutableArray<MatchedResponse> matched)
    {
        var answer = Ask(() => inner.Refine(alert, matched));
        return answer.Failure is not null || answer.Value.IsDefault ? [] : answer.Value;
    }

    public ImmutableArray<MatchVerdict> Refine(Alert alert, ImmutableArray<MatchVerdict> verdicts)
    {
        var answer = Ask(() => inner.Refine(alert, verdicts));
        return answer.Failure is { } failure ? throw new InvalidOperationException($"The matcher {failure}.") : answer.Value;
    }

    private PluginAnswer<T> Ask<T>(Func<T> call) =>
        _caller
            .CallAsync(() => _name, limit(), _ => ValueTask.FromResult(call()), late: null, CancellationToken.None)
            .AsTask()
            .GetAwaiter()
            .GetResult();
}
