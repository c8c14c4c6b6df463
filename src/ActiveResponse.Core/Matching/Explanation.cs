using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;

namespace ActiveResponse.Matching;

/// <summary>Checks one response condition by condition and explains each result in a plain sentence.</summary>
internal static class Explanation
{
    /// <summary>Whether a response fires for an alert, and why or why not.</summary>
    public static MatchVerdict Of(ResponseDefinition response, ActiveResponseConfig config, in AlertKey key)
    {
        if (config.Disabled)
        {
            return Never(response, "active response is switched off (<disabled>yes</disabled>)");
        }

        if (key.Level <= 0)
        {
            return Never(response, Text($"rule level {key.Level} never fires"));
        }

        var level = MatchLevel(response, key.Level);
        var group = MatchGroups(response, config.Dialect, key.Groups);
        var ruleId = MatchRuleId(response, key.RuleId);
        var together = config.Dialect == ConfigDialect.Wazuh && response.RulesGroup is not null && response.Level > 0;
        var byLevelOrGroup = together ? level.Met && group.Met : level.Met || group.Met;
        return new MatchVerdict
        {
            Response = response,
            Fired = byLevelOrGroup || ruleId.Met,
            Reasons = ReasonsOf(level.Met, group.Met, ruleId.Met),
            Because = [.. SentencesOf(level, group, ruleId, together)],
        };
    }

    private static MatchReasons ReasonsOf(bool level, bool group, bool ruleId) =>
        (level ? MatchReasons.Level : MatchReasons.None)
        | (group ? MatchReasons.Group : MatchReasons.None)
        | (ruleId ? MatchReasons.RuleId : MatchReasons.None);

    private static List<string> SentencesOf(
        (bool Met, string? Sentence) level,
        (bool Met, string? Sentence) group,
        (bool Met, string? Sentence) ruleId,
        bool together
    )
    {
        var sentences = new[] { level.Sentence, group.Sentence, ruleId.Sentence }.OfType<string>().ToList();
        if (together && level.Met != group.Met)
        {
            sentences.Add(Text($"Wazuh needs level and group together: the {(level.Met ? "group" : "level")} is missing"));
        }

        if (sentences.Count == 0)
        {
            sentences.Add("the response has no level, no group and no rule id, so it never fires");
        }

        return sentences;
    }

    private static MatchVerdict Never(ResponseDefinition response, string sentence) =>
        new()
        {
            Response = response,
            Fired = false,
            Reasons = MatchReasons.None,
            Because = [sentence],
        };

    private static (bool Met, string? Sentence) MatchLevel(ResponseDefinition response, int ruleLevel) =>
        response.Level switch
        {
            null => (false, null),
            <= 0 => (false, Text($"level {response.Level} of the response counts as none")),
            { } needed when ruleLevel >= needed => (true, Text($"rule level {ruleLevel} is at least {needed}")),
            { } needed => (false, Text($"rule level {ruleLevel} is below {needed}")),
        };

    private static (bool Met, string? Sentence) MatchGroups(ResponseDefinition response, ConfigDialect dialect, ReadOnlySpan<byte> groups)
    {
        if (response.RulesGroup is not { } pattern)
        {
            return (false, null);
        }

        if (!OsRegex.TryCompile(pattern, dialect, out var regex))
        {
            return (false, Text($"'{pattern}' isn't a valid pattern for {dialect.Name()} and never matches"));
        }

        var met = regex.IsMatch(groups);
        return (met, Text($"groups '{Encoding.UTF8.GetString(groups)}' {(met ? "match" : "do not match")} '{pattern}'"));
    }

    private static (bool Met, string? Sentence) MatchRuleId(ResponseDefinition response, uint ruleId)
    {
        var ids = response.RuleIds.IsDefault ? [] : response.RuleIds;
        if (ids.IsEmpty)
        {
            return (false, response.RulesIdText is null ? null : Text($"the list of rule ids '{response.RulesIdText}' names none"));
        }

        var met = ids.Contains(ruleId);
        return (met, Text($"rule id {ruleId} is {(met ? "on" : "not on")} the list {string.Join(',', ids)}"));
    }

    private static string Name(this ConfigDialect dialect) => dialect == ConfigDialect.Ossec ? "OSSEC" : "Wazuh";

    private static string Text(FormattableString sentence) => sentence.ToString(CultureInfo.InvariantCulture);
}
