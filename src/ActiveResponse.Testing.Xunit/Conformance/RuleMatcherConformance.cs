using System.Collections.Immutable;
using System.Text;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.Matching;
using Xunit;

namespace ActiveResponse.Testing.Conformance;

/// <summary>What every <see cref="IRuleMatcher"/> must do. Derive from it in a test project; xunit finds the tests.</summary>
public abstract class RuleMatcherConformance
{
    /// <summary>Whether it decides by level, groups and rule id as OSSEC and Wazuh do. Default: yes; tests of that are skipped
    /// otherwise.</summary>
    protected virtual bool DecidesAsTheDaemonsDo => true;

    /// <summary>A matcher for a configuration.</summary>
    /// <param name="config">The configuration.</param>
    protected abstract IRuleMatcher Create(ActiveResponseConfig config);

    [Fact]
    public void What_fires_is_of_the_configuration_in_its_order_and_once()
    {
        var config = Config();
        var matcher = Create(config);

        foreach (var (ruleId, level, groups) in Keys)
        {
            var indexes = Match(matcher, ruleId, level, groups).Select(matched => config.Responses.IndexOf(matched.Response)).ToList();
            Assert.DoesNotContain(-1, indexes);
            Assert.Equal(indexes.Distinct().Order(), indexes);
        }
    }

    [Fact]
    public void The_explanation_has_every_response_and_agrees_with_what_fires()
    {
        var config = Config();
        var matcher = Create(config);

        foreach (var (ruleId, level, groups) in Keys)
        {
            var verdicts = Explain(matcher, ruleId, level, groups);
            Assert.Equal(config.Responses, verdicts.Select(static verdict => verdict.Response));
            Assert.Equal(
                Match(matcher, ruleId, level, groups).Select(static matched => matched.Response),
                verdicts.Where(static verdict => verdict.Fired).Select(static verdict => verdict.Response)
            );
            Assert.All(verdicts, static verdict => Assert.False(verdict.Because.IsDefaultOrEmpty, "it says why or why not"));
        }
    }

    [Fact]
    public void The_same_alert_gets_the_same_answer_from_several_threads()
    {
        var matcher = Create(Config());
        var expected = Keys.Select(key => Match(matcher, key.RuleId, key.Level, key.Groups).ToArray()).ToArray();

        Parallel.For(
            0,
            2000,
            i =>
            {
                var key = Keys[i % Keys.Length];
                Assert.Equal(expected[i % Keys.Length], Match(matcher, key.RuleId, key.Level, key.Groups));
            }
        );
    }

    [Fact]
    public void Nothing_fires_by_a_configuration_that_is_disabled_or_empty()
    {
        foreach (var config in new[] { Config() with { Disabled = true }, ActiveResponseConfig.Empty })
        {
            var matcher = Create(config);
            Assert.All(Keys, key => Assert.Empty(Match(matcher, key.RuleId, key.Level, key.Groups)));
            Assert.All(
                Keys,
                key => Assert.DoesNotContain(Explain(matcher, key.RuleId, key.Level, key.Groups), static verdict => verdict.Fired)
            );
        }
    }

    [Fact]
    public void Hostile_groups_get_an_answer()
    {
        var matcher = Create(Config());
        byte[][] hostile =
        [
            [],
            [0],
            [0xFF, 0xFE, 0x00],
            "sshd"u8.ToArray(),
            Encoding.UTF8.GetBytes(new string(',', 100_000)),
            Encoding.UTF8.GetBytes(new string('a', 1_000_000)),
        ];

        foreach (var groups in hostile)
        {
            foreach (var level in new[] { int.MinValue, -1, 0, 16, int.MaxValue })
            {
                var key = new AlertKey
                {
                    RuleId = uint.MaxValue,
                    Level = level,
                    Groups = groups,
                };
                Assert.False(matcher.Match(key).IsDefault);
                Assert.False(matcher.Explain(key).IsDefault);
            }
        }
    }

    [Fact]
    public void Nothing_is_allocated_where_nothing_fires()
    {
        var matcher = Create(ActiveResponseConfig.Empty);
        Match();
        var before = GC.GetAllocatedBytesForCurrentThread();

        Match();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Match()
        {
            for (var i = 0; i < 1000; i++)
            {
                _ = matcher.Match(
                    new AlertKey
                    {
                        RuleId = 1,
                        Level = 3,
                        Groups = "syslog,"u8,
                    }
                );
            }
        }
    }

    [Theory]
    [InlineData(ConfigDialect.Ossec)]
    [InlineData(ConfigDialect.Wazuh)]
    public void Each_condition_fires_by_itself(ConfigDialect dialect)
    {
        SkipIfOther();
        Assert.Equal(["level"], Fired(dialect, 1, 10, "web,"));
        Assert.Equal(["group"], Fired(dialect, 1, 3, "syslog,sshd,"));
        Assert.Equal(["rule"], Fired(dialect, 5712, 3, "web,"));
        Assert.Equal(["level", "group", "rule"], Fired(dialect, 5712, 10, "sshd,"));
        Assert.Equal([], Fired(dialect, 1, 3, "web,"));
    }

    [Theory]
    [InlineData(ConfigDialect.Ossec, true)]
    [InlineData(ConfigDialect.Wazuh, false)]
    public void Level_and_group_are_alternatives_in_ossec_and_both_needed_in_wazuh(ConfigDialect dialect, bool fires)
    {
        SkipIfOther();
        var matcher = Create(
            new ActiveResponseConfig { Dialect = dialect, Responses = [Response("both") with { Level = 10, RulesGroup = "sshd" }] }
        );

        Assert.Equal(fires, !Match(matcher, 1, 10, "web,").IsEmpty);
        Assert.Equal(fires, !Match(matcher, 1, 3, "sshd,").IsEmpty);
        Assert.False(Match(matcher, 1, 10, "sshd,").IsEmpty);
    }

    [Fact]
    public void A_rule_of_level_0_fires_nothing()
    {
        SkipIfOther();
        Assert.Equal([], Fired(ConfigDialect.Ossec, 5712, 0, "sshd,"));
        Assert.Equal([], Fired(ConfigDialect.Wazuh, 5712, 0, "sshd,"));
    }

    private static (uint RuleId, int Level, string Groups)[] Keys { get; } =
    [(1, 3, "web,"), (1, 10, "web,"), (5712, 3, "web,"), (1, 3, "syslog,sshd,"), (5712, 10, "sshd,"), (0, 0, ""), (5712, 0, "sshd,")];

    private static ActiveResponseConfig Config(ConfigDialect dialect = ConfigDialect.Wazuh) =>
        new()
        {
            Dialect = dialect,
            Responses =
            [
                Response("level") with
                {
                    Level = 10,
                },
                Response("group") with
                {
                    RulesGroup = "sshd",
                },
                Response("rule") with
                {
                    RuleIds = [5712],
                    RulesIdText = "5712",
                },
                Response("never"),
            ],
        };

    private static ResponseDefinition Response(string name) =>
        new()
        {
            Name = name,
            Command = new CommandDefinition
            {
                Name = "firewall-drop",
                Executable = "firewall-drop",
                Expect = ExpectedFields.SourceAddress,
                TimeoutAllowed = true,
            },
            Locations = ResponseLocation.Local,
            Timeout = TimeSpan.FromMinutes(10),
        };

    private static ImmutableArray<MatchedResponse> Match(IRuleMatcher matcher, uint ruleId, int level, string groups) =>
        matcher.Match(
            new AlertKey
            {
                RuleId = ruleId,
                Level = level,
                Groups = Encoding.UTF8.GetBytes(groups),
            }
        );

    private static ImmutableArray<MatchVerdict> Explain(IRuleMatcher matcher, uint ruleId, int level, string groups) =>
        matcher.Explain(
            new AlertKey
            {
                RuleId = ruleId,
                Level = level,
                Groups = Encoding.UTF8.GetBytes(groups),
            }
        );

    private List<string> Fired(ConfigDialect dialect, uint ruleId, int level, string groups) =>
        [.. Match(Create(Config(dialect)), ruleId, level, groups).Select(static matched => matched.Response.Name)];

    private void SkipIfOther() => Assert.SkipUnless(DecidesAsTheDaemonsDo, "it decides by rules of its own");
}
