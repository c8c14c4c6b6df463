using System.Collections.Immutable;
using ActiveResponse.Configuration;

namespace ActiveResponse.Matching;

/// <summary>Conditions under which a response fires, in its dialect's terms.</summary>
/// <param name="Level">Lowest rule level that fires by itself; 0 for none.</param>
/// <param name="Group">Pattern that the rule's groups must contain, or null.</param>
/// <param name="GroupLevel">Lowest rule level at which the pattern counts; 0 for any.</param>
/// <param name="RuleIds">Rule ids that fire.</param>
internal readonly record struct ResponseCondition(int Level, string? Group, int GroupLevel, ImmutableArray<uint> RuleIds)
{
    /// <summary>Returns the condition of a response.</summary>
    public static ResponseCondition Of(ResponseDefinition response, ConfigDialect dialect)
    {
        // In both daemons level 0 means no level: Wazuh then checks the groups alone.
        var level = Math.Max(response.Level ?? 0, 0);
        var together = dialect == ConfigDialect.Wazuh && response.RulesGroup is not null;
        var ids = response.RuleIds.IsDefault ? [] : response.RuleIds;
        return new ResponseCondition(together ? 0 : level, response.RulesGroup, together ? level : 0, ids);
    }
}
