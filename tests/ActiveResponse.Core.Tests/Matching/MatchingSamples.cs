using System.Text;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.Matching;

namespace ActiveResponse.Tests.Matching;

/// <summary>Short ways to write configurations and alerts.</summary>
internal static class MatchingSamples
{
    private static readonly CommandDefinition Command = new() { Name = "block", Executable = "block.sh" };

    public static ResponseDefinition Response(int? level = null, string? group = null, params uint[] ids) =>
        new()
        {
            Name = "block0",
            Command = Command,
            Level = level,
            RulesGroup = group,
            RuleIds = [.. ids],
            RulesIdText = ids.Length == 0 ? null : string.Join(',', ids),
        };

    public static ActiveResponseConfig Config(ConfigDialect dialect, params IEnumerable<ResponseDefinition> responses) =>
        new() { Dialect = dialect, Responses = [.. responses] };

    public static MatchReasons[] Match(ActiveResponseConfig config, uint ruleId, int level, string groups) =>
        [.. new RuleMatcher(config).Match(Key(ruleId, level, groups)).Select(match => match.Reasons)];

    public static bool Fires(ConfigDialect dialect, ResponseDefinition response, uint ruleId, int level, string groups) =>
        !new RuleMatcher(Config(dialect, response)).Match(Key(ruleId, level, groups)).IsEmpty;

    public static MatchVerdict Explain(ActiveResponseConfig config, uint ruleId, int level, string groups) =>
        new RuleMatcher(config).Explain(Key(ruleId, level, groups)).Should().ContainSingle().Subject;

    public static AlertKey Key(uint ruleId, int level, string groups) =>
        new()
        {
            RuleId = ruleId,
            Level = level,
            Groups = Encoding.UTF8.GetBytes(groups),
        };
}
