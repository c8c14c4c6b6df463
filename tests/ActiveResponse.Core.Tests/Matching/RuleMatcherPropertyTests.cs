using System.Text;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Matching;
using FsCheck;
using FsCheck.Fluent;
using static ActiveResponse.Tests.Matching.MatchingSamples;

namespace ActiveResponse.Tests.Matching;

public sealed class RuleMatcherPropertyTests
{
    private static readonly string?[] Patterns = [null, null, "sshd", "^syslog", "web,$", "web|pam", @"\w+_failed", "(", "", "a|", "SSHD"];

    private static readonly string[] Groups =
    [
        "",
        "syslog,sshd,",
        "web,",
        "pam,syslog,",
        "syslog,authentication_failed,",
        "x,web,",
        "SSHD",
    ];

    private static Gen<ResponseDefinition> Responses =>
        from level in Gen.Elements<int?>(null, null, 0, 1, 3, 6, 10, 15, 16, 20)
        from pattern in Gen.Elements(Patterns)
        from ids in Gen.Choose(1, 8).ListOf(2)
        from any in Gen.Choose(0, 2)
        select Response(level, pattern, [.. ids.Take(any).Select(id => (uint)id)]);

    private static Gen<ActiveResponseConfig> Configs =>
        from dialect in Gen.Elements(ConfigDialect.Ossec, ConfigDialect.Wazuh)
        from disabled in Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)))
        from responses in Responses.ListOf()
        select Config(dialect, responses) with
        {
            Disabled = disabled,
        };

    private static Gen<(uint RuleId, int Level, string Groups)> Alerts =>
        from id in Gen.Choose(0, 8)
        from level in Gen.Choose(0, 16)
        from groups in Gen.Elements(Groups)
        select ((uint)id, level, groups);

    [Fact]
    public void Fires_what_the_daemon_would_find_by_looking_at_each_response() =>
        Prop.ForAll(
                Arb.From(Configs),
                Arb.From(Alerts.ListOf()),
                static (config, alerts) =>
                {
                    var matcher = new RuleMatcher(config);
                    return alerts.All(alert =>
                    {
                        var matched = matcher.Match(Key(alert.RuleId, alert.Level, alert.Groups));
                        var expected = config.Responses.Where(response => Fires(config, response, alert));
                        return matched.Select(match => match.Response).SequenceEqual(expected, ReferenceEqualityComparer.Instance)
                            && matched.All(match => match.Reasons != MatchReasons.None);
                    });
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Explains_what_it_fires() =>
        Prop.ForAll(
                Arb.From(Configs),
                Arb.From(Alerts),
                static (config, alert) =>
                {
                    var matcher = new RuleMatcher(config);
                    var key = Key(alert.RuleId, alert.Level, alert.Groups);
                    var fired = matcher.Match(key);
                    var verdicts = matcher.Explain(key);
                    var fromVerdicts = verdicts.Where(verdict => verdict.Fired).ToArray();
                    return verdicts.Select(verdict => verdict.Response).SequenceEqual(config.Responses, ReferenceEqualityComparer.Instance)
                        && verdicts.All(verdict => verdict.Because.Length > 0)
                        && fired
                            .Select(match => match.Response)
                            .SequenceEqual(fromVerdicts.Select(verdict => verdict.Response), ReferenceEqualityComparer.Instance)
                        && fired.Zip(fromVerdicts).All(pair => (pair.First.Reasons & pair.Second.Reasons) == pair.First.Reasons);
                }
            )
            .QuickCheckThrowOnFailure();

    // Written from the daemons' rule, without any of the matcher's parts but the patterns.
    // Long: the rule of both dialects, written out once more.
    private static bool Fires(ActiveResponseConfig config, ResponseDefinition response, (uint RuleId, int Level, string Groups) alert)
    {
        if (config.Disabled || alert.Level == 0)
        {
            return false;
        }

        var hasLevel = response.Level is > 0;
        var level = hasLevel && alert.Level >= response.Level;
        var group =
            response.RulesGroup is { } pattern
            && OsRegex.TryCompile(pattern, config.Dialect, out var regex)
            && regex.IsMatch(Encoding.UTF8.GetBytes(alert.Groups));
        var both = config.Dialect == ConfigDialect.Wazuh && hasLevel && response.RulesGroup is not null;
        return (both ? level && group : level || group) || response.RuleIds.Contains(alert.RuleId);
    }
}
