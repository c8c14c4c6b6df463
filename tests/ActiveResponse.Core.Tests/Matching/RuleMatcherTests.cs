using ActiveResponse.Configuration;
using ActiveResponse.Matching;
using static ActiveResponse.Tests.Matching.MatchingSamples;

namespace ActiveResponse.Tests.Matching;

public sealed class RuleMatcherTests
{
    private const string Groups = "syslog,sshd,";

    // Level 6, group "sshd" and id 5712, each absent (-), met (1) or not met (0), in this order.
    [Theory]
    [InlineData("---", false, false)]
    [InlineData("1--", true, true)]
    [InlineData("0--", false, false)]
    [InlineData("-1-", true, true)]
    [InlineData("-0-", false, false)]
    [InlineData("--1", true, true)]
    [InlineData("--0", false, false)]
    [InlineData("11-", true, true)]
    [InlineData("10-", true, false)]
    [InlineData("01-", true, false)]
    [InlineData("00-", false, false)]
    [InlineData("1-0", true, true)]
    [InlineData("0-1", true, true)]
    [InlineData("0-0", false, false)]
    [InlineData("-10", true, true)]
    [InlineData("-11", true, true)]
    [InlineData("1-1", true, true)]
    [InlineData("-01", true, true)]
    [InlineData("-00", false, false)]
    [InlineData("111", true, true)]
    [InlineData("110", true, true)]
    [InlineData("101", true, true)]
    [InlineData("100", true, false)]
    [InlineData("011", true, true)]
    [InlineData("010", true, false)]
    [InlineData("001", true, true)]
    [InlineData("000", false, false)]
    public void Fires_as_the_dialect_combines_level_group_and_rule_id(string conditions, bool ossec, bool wazuh)
    {
        int? level = conditions[0] switch
        {
            '1' => 6,
            '0' => 11,
            _ => null,
        };
        var group = conditions[1] switch
        {
            '1' => "sshd",
            '0' => "web",
            _ => null,
        };
        uint[] ids = conditions[2] switch
        {
            '1' => [1, 5712],
            '0' => [1, 5711],
            _ => [],
        };
        var response = Response(level, group, ids);

        Fires(ConfigDialect.Ossec, response, 5712, 10, Groups).Should().Be(ossec);
        Fires(ConfigDialect.Wazuh, response, 5712, 10, Groups).Should().Be(wazuh);
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(6, true)]
    [InlineData(7, true)]
    [InlineData(16, true)]
    public void Fires_from_its_level_on(int ruleLevel, bool fires) =>
        Fires(ConfigDialect.Ossec, Response(level: 6), 5712, ruleLevel, Groups).Should().Be(fires);

    [Theory]
    [InlineData(ConfigDialect.Ossec)]
    [InlineData(ConfigDialect.Wazuh)]
    public void Rule_level_0_never_fires(ConfigDialect dialect) =>
        Match(Config(dialect, Response(level: 1), Response(group: "sshd"), Response(ids: 5712), Response(1, "sshd", 5712)), 5712, 0, Groups)
            .Should()
            .BeEmpty();

    [Theory]
    [InlineData(ConfigDialect.Ossec)]
    [InlineData(ConfigDialect.Wazuh)]
    public void Level_0_of_a_response_counts_as_none(ConfigDialect dialect)
    {
        Fires(dialect, Response(level: 0), 5712, 16, Groups).Should().BeFalse();
        Fires(dialect, Response(0, "sshd"), 5712, 3, Groups).Should().BeTrue();
        Fires(dialect, Response(0, "web"), 5712, 16, Groups).Should().BeFalse();
        Fires(dialect, Response(0, null, 5712), 5712, 3, Groups).Should().BeTrue();
    }

    [Fact]
    public void A_broken_pattern_never_matches_and_takes_the_level_with_it_in_Wazuh()
    {
        Fires(ConfigDialect.Ossec, Response(group: "(sshd"), 5712, 10, Groups).Should().BeFalse();
        Fires(ConfigDialect.Wazuh, Response(group: "(sshd"), 5712, 10, Groups).Should().BeFalse();
        Fires(ConfigDialect.Ossec, Response(6, "(sshd"), 5712, 10, Groups).Should().BeTrue();
        Fires(ConfigDialect.Wazuh, Response(6, "(sshd"), 5712, 10, Groups).Should().BeFalse();
        Fires(ConfigDialect.Wazuh, Response(6, "(sshd", 5712), 5712, 10, Groups).Should().BeTrue();
    }

    [Fact]
    public void An_empty_pattern_matches_nothing_in_OSSEC_and_all_in_Wazuh()
    {
        Fires(ConfigDialect.Ossec, Response(group: ""), 5712, 10, Groups).Should().BeFalse();
        Fires(ConfigDialect.Wazuh, Response(group: ""), 5712, 10, Groups).Should().BeTrue();
        Fires(ConfigDialect.Wazuh, Response(level: 11, group: ""), 5712, 10, Groups).Should().BeFalse();
    }

    [Fact]
    public void Says_which_conditions_made_it_fire()
    {
        ResponseDefinition[] responses =
        [
            Response(6, "sshd", 5712),
            Response(11, "sshd", 5712),
            Response(6, "web", 5712),
            Response(6),
            Response(null, "sshd"),
        ];

        Match(Config(ConfigDialect.Ossec, responses), 5712, 10, Groups)
            .Should()
            .Equal(
                MatchReasons.Level | MatchReasons.Group | MatchReasons.RuleId,
                MatchReasons.Group | MatchReasons.RuleId,
                MatchReasons.Level | MatchReasons.RuleId,
                MatchReasons.Level,
                MatchReasons.Group
            );
        Match(Config(ConfigDialect.Wazuh, responses), 5712, 10, Groups)
            .Should()
            .Equal(
                MatchReasons.Level | MatchReasons.Group | MatchReasons.RuleId,
                MatchReasons.RuleId,
                MatchReasons.RuleId,
                MatchReasons.Level,
                MatchReasons.Group
            );
    }

    [Fact]
    public void Answers_in_configuration_order_and_keeps_duplicates()
    {
        var twin = Response(ids: 5712);
        ResponseDefinition[] responses =
        [
            Response(ids: 5712),
            Response(level: 3),
            Response(group: "sshd"),
            Response(level: 16),
            twin,
            twin,
            Response(level: 1),
        ];

        var matched = new RuleMatcher(Config(ConfigDialect.Ossec, responses)).Match(Key(5712, 10, Groups));

        matched
            .Select(match => match.Response)
            .Should()
            .Equal([responses[0], responses[1], responses[2], twin, twin, responses[6]], ReferenceEquals);
    }

    [Fact]
    public void A_rule_id_written_twice_fires_once() =>
        Match(Config(ConfigDialect.Wazuh, Response(ids: [5712, 5712])), 5712, 10, Groups).Should().ContainSingle();

    [Fact]
    public void Nothing_fires_where_active_response_is_switched_off()
    {
        var config = Config(ConfigDialect.Wazuh, Response(1, "sshd", 5712)) with { Disabled = true };

        Match(config, 5712, 10, Groups).Should().BeEmpty();
    }

    [Fact]
    public void Nothing_fires_without_a_configuration() =>
        new RuleMatcher(ActiveResponseConfig.Empty).Match(Key(5712, 16, Groups)).IsEmpty.Should().BeTrue();

    [Fact]
    public void Responses_built_without_a_list_of_rule_ids_can_fire() =>
        Fires(ConfigDialect.Wazuh, Response(level: 6) with { RuleIds = default }, 5712, 10, Groups).Should().BeTrue();
}
