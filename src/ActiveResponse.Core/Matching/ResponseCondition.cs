using System.Collections.Immutable;
using ActiveResponse.Configuration;

namespace ActiveResponse.Matching;

/// <summary>What of a response decides whether it fires, in the terms of its dialect.</summary>
/// <param name="Level">The lowest rule level that fires by itself, or 0 if none does.</param>
/// <param name="Group">The pattern that must be found in the rule's groups, or null.</param>
/// <param name="GroupLevel">The lowest rule level at which the pattern counts, 0 for any.</param>
/// <param name="RuleIds">The rule ids that fire.</param>
internal readonly record struct ResponseCondition(int Level, string? Group, int GroupLevel, ImmutableArray<uint> RuleIds)
{
    /// <summary>The condition of a response.</summary>
    public static ResponseCondition Of(ResponseDefinition response, ConfigDialect dialect)
    {
        // Level 0 counts as no level in both daemons: Wazuh then asks for the groups alone.
        var level = Math.Max(response.Level ?? 0, 0);
        var together = dialect == ConfigDialect.Wazuh && response.RulesGroup is not null;
        var ids = response.RuleIds.IsDefault ? [] : response.RuleIds;
        return new ResponseCondition(together ? 0 : level, response.RulesGroup, together ? level : 0, ids);
    }
}
