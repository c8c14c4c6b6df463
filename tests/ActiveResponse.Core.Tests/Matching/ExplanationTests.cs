using ActiveResponse.Configuration;
using ActiveResponse.Matching;
using static ActiveResponse.Tests.Matching.MatchingSamples;

namespace ActiveResponse.Tests.Matching;

public sealed class ExplanationTests
{
    private const string Groups = "syslog,sshd,";

    [Fact]
    public void Says_what_was_met()
    {
        var verdict = Explain(Config(ConfigDialect.Ossec, Response(6, "sshd", 5710, 5712)), 5712, 10, Groups);

        verdict.Fired.Should().BeTrue();
        verdict.Reasons.Should().Be(MatchReasons.Level | MatchReasons.Group | MatchReasons.RuleId);
        verdict
            .Because.Should()
            .Equal("rule level 10 is at least 6", "groups 'syslog,sshd,' match 'sshd'", "rule id 5712 is on the list 5710,5712");
    }

    [Fact]
    public void Says_what_was_missing()
    {
        var verdict = Explain(Config(ConfigDialect.Ossec, Response(11, "web,", 5710, 5711)), 5712, 10, Groups);

        verdict.Fired.Should().BeFalse();
        verdict.Reasons.Should().Be(MatchReasons.None);
        verdict
            .Because.Should()
            .Equal("rule level 10 is below 11", "groups 'syslog,sshd,' do not match 'web,'", "rule id 5712 is not on the list 5710,5711");
    }

    [Theory]
    [InlineData(6, "web", "Wazuh needs level and group together: the group is missing")]
    [InlineData(11, "sshd", "Wazuh needs level and group together: the level is missing")]
    public void Says_that_Wazuh_needs_both(int level, string group, string sentence)
    {
        var verdict = Explain(Config(ConfigDialect.Wazuh, Response(level, group)), 5712, 10, Groups);

        verdict.Fired.Should().BeFalse();
        verdict.Because.Should().HaveCount(3).And.EndWith(sentence);
    }

    [Fact]
    public void Does_not_speak_of_both_where_one_is_enough()
    {
        Explain(Config(ConfigDialect.Ossec, Response(6, "web")), 5712, 10, Groups).Because.Should().HaveCount(2);
        Explain(Config(ConfigDialect.Wazuh, Response(0, "sshd")), 5712, 10, Groups).Because.Should().HaveCount(2);
        Explain(Config(ConfigDialect.Wazuh, Response(6, "sshd")), 5712, 10, Groups).Because.Should().HaveCount(2);
    }

    [Fact]
    public void Says_that_rule_level_0_never_fires() =>
        Explain(Config(ConfigDialect.Wazuh, Response(1, "sshd", 5712)), 5712, 0, Groups).Because.Should().Equal("rule level 0 never fires");

    [Fact]
    public void Says_that_level_0_of_a_response_counts_as_none() =>
        Explain(Config(ConfigDialect.Wazuh, Response(0)), 5712, 10, Groups)
            .Because.Should()
            .Equal("level 0 of the response counts as none");

    [Fact]
    public void Says_that_active_response_is_switched_off() =>
        Explain(Config(ConfigDialect.Wazuh, Response(1)) with { Disabled = true }, 5712, 10, Groups)
            .Because.Should()
            .Equal("active response is switched off (<disabled>yes</disabled>)");

    [Fact]
    public void Says_that_a_response_without_conditions_never_fires() =>
        Explain(Config(ConfigDialect.Wazuh, Response()), 5712, 10, Groups)
            .Because.Should()
            .Equal("the response has no level, no group and no rule id, so it never fires");

    [Fact]
    public void Says_that_a_pattern_is_broken() =>
        Explain(Config(ConfigDialect.Ossec, Response(group: "(ssh")), 5712, 10, Groups)
            .Because.Should()
            .Equal("'(ssh' isn't a valid pattern for OSSEC and never matches");

    [Fact]
    public void Says_that_a_list_names_no_rule_id() =>
        Explain(Config(ConfigDialect.Ossec, Response() with { RulesIdText = "sshd" }), 5712, 10, Groups)
            .Because.Should()
            .Equal("the list of rule ids 'sshd' names none");
}
