using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;

namespace ActiveResponse.Matching;

/// <summary>
/// Matches alerts by level, rule id and groups, with an index for each, so the cost depends on what fires, not on what is configured.
/// </summary>
/// <remarks>
/// OSSEC: level or groups or rule id. Wazuh: level and groups if a response has both, or rule id. Both: <c>src/analysisd/rules.c</c>,
/// Rule_AddAR.
/// </remarks>
public sealed class RuleMatcher : IRuleMatcher
{
    private readonly ActiveResponseConfig _config;
    private readonly LevelIndex _levels;
    private readonly RuleIdIndex _ruleIds;
    private readonly GroupIndex _groups;

    /// <summary>Compiles the responses of a configuration.</summary>
    /// <param name="config">The configuration; if disabled, nothing fires.</param>
    public RuleMatcher(ActiveResponseConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        _config = config;
        var conditions = config.Disabled
            ? []
            : config.Responses.Select(response => ResponseCondition.Of(response, config.Dialect)).ToImmutableArray();
        _levels = new LevelIndex(conditions);
        _ruleIds = new RuleIdIndex(conditions);
        _groups = new GroupIndex(conditions, config.Dialect);
    }

    /// <inheritdoc/>
    public ImmutableArray<MatchedResponse> Match(in AlertKey key)
    {
        // In both daemons a rule of level 0 never fires a response.
        if (key.Level <= 0)
        {
            return [];
        }

        var hits = new HitMerger(_levels.Find(key.Level), _groups.Find(key.Groups), _ruleIds.Find(key.RuleId), key.Level);
        var count = 0;
        var counting = hits;
        while (counting.MoveNext())
        {
            count++;
        }

        if (count == 0)
        {
            return [];
        }

        var matched = new MatchedResponse[count];
        for (var i = 0; hits.MoveNext(); i++)
        {
            matched[i] = new MatchedResponse(_config.Responses[hits.Response], hits.Reasons);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(matched);
    }

    /// <inheritdoc/>
    public ImmutableArray<MatchVerdict> Explain(in AlertKey key)
    {
        var verdicts = ImmutableArray.CreateBuilder<MatchVerdict>(_config.Responses.Length);
        foreach (var response in _config.Responses)
        {
            verdicts.Add(Explanation.Of(response, _config, key));
        }

        return verdicts.MoveToImmutable();
    }
}
