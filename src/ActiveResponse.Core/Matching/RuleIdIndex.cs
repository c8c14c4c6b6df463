using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ActiveResponse.Matching;

/// <summary>Finds the responses that name a rule id.</summary>
internal sealed class RuleIdIndex
{
    private readonly FrozenDictionary<uint, int[]> _responses;

    /// <summary>Builds the index; responses are identified by position.</summary>
    public RuleIdIndex(ImmutableArray<ResponseCondition> conditions)
    {
        var responses = new Dictionary<uint, List<int>>();
        for (var i = 0; i < conditions.Length; i++)
        {
            foreach (var id in conditions[i].RuleIds.Distinct())
            {
                if (!responses.TryGetValue(id, out var list))
                {
                    responses[id] = list = [];
                }

                list.Add(i);
            }
        }

        _responses = responses.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.ToArray());
    }

    /// <summary>Returns the responses that name this rule, in order.</summary>
    public ReadOnlySpan<int> Find(uint ruleId) => _responses.TryGetValue(ruleId, out var responses) ? responses : [];
}
