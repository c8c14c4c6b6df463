using ActiveResponse.Configuration;
using static ActiveResponse.Tests.Configuration.Ossec.ConfigText;

namespace ActiveResponse.Tests.Configuration.Ossec;

public sealed class LintTests
{
    [Theory]
    [InlineData("<level>7</level><timeout>soon</timeout>", "timeout-not-seconds")]
    [InlineData("<level>7</level><timeout>600s</timeout>", "timeout-not-seconds")]
    [InlineData("<level>7</level><timeout></timeout>", "timeout-not-seconds")]
    [InlineData("<level>7</level><timeout>99999999999</timeout>", "timeout-not-seconds")]
    [InlineData("<level>7</level><timeout>-5</timeout>", "timeout-negative")]
    [InlineData("<level>0</level>", "level-never-fires")]
    [InlineData("<level></level>", "level-never-fires")]
    [InlineData("<level>17</level>", "level-never-fires")]
    [InlineData("<level>4294967303</level>", "level-wraps")]
    [InlineData("", "never-fires")]
    [InlineData("<rules_id>5712-5720</rules_id>", "rules-id-stops")]
    [InlineData("<rules_id>5712;5720</rules_id>", "rules-id-stops")]
    [InlineData("<rules_id>5712 5720</rules_id>", "rules-id-stops")]
    [InlineData("<rules_id>5712,\n5720</rules_id>", "rules-id-stops")]
    [InlineData("<rules_id>sshd</rules_id>", "rules-id-stops")]
    [InlineData("<rules_id></rules_id>", "rules-id-stops")]
    [InlineData("<rules_group>auth</rules_group>", "rules-group-comma")]
    [InlineData("<rules_group>sshd,|web</rules_group>", "rules-group-comma")]
    [InlineData("<rules_group>sshd,|</rules_group>", "rules-group-everything")]
    [InlineData("<rules_group>sshd|</rules_group>", "rules-group-everything")]
    [InlineData("<rules_group>sshd,web,</rules_group>", "rules-group-list")]
    [InlineData("<rules_group>sshd, |web,</rules_group>", "rules-group-blank")]
    [InlineData("<rules_group>(((</rules_group>", "rules-group-never")]
    [InlineData("<rules_group></rules_group>", "rules-group-never")]
    [InlineData("<level>7</level><agent_id>003</agent_id>", "agent-id-unused")]
    [InlineData("<level>7</level><repeated_offenders>30,60,120,240,480,960</repeated_offenders>", "repeated-offenders-too-many")]
    [InlineData("<level>7</level><repeated_offenders>30,30</repeated_offenders>", "repeated-offenders-order")]
    [InlineData("<level>7</level><repeated_offenders>60,30</repeated_offenders>", "repeated-offenders-order")]
    [InlineData("<level>7</level><repeated_offenders>30,0,60</repeated_offenders>", "repeated-offenders-number")]
    [InlineData("<level>7</level><repeated_offenders>30m</repeated_offenders>", "repeated-offenders-number")]
    [InlineData("<rules_group>syscheck,</rules_group>", "field-never-there")]
    [InlineData("<rules_group>syscheck,|rootcheck,</rules_group>", "field-never-there")]
    [InlineData("<rules_id>550,554</rules_id>", "field-never-there")]
    public void Warns_once_of_an_option_that_is_not_what_it_says(string elements, string code)
    {
        var result = ReadOssec(Root(Command, Response(elements)));

        result.Accepted.Should().BeTrue();
        result.HasErrors.Should().BeFalse();
        Codes(result).Should().Equal(code);
        result.Problems[0].Line.Should().BeInRange(2, 4);
    }

    [Fact]
    public void Warns_of_offenders_that_are_too_many_and_do_not_increase_of_both() =>
        Codes(ReadOssec(Root(Command, Response("<level>7</level><repeated_offenders>30,20,40,50,60,70</repeated_offenders>"))))
            .Should()
            .BeEquivalentTo("repeated-offenders-too-many", "repeated-offenders-order");

    [Theory]
    [InlineData("<rules_id>550,5712</rules_id>")]
    [InlineData("<rules_id>499</rules_id>")]
    [InlineData("<rules_id>600</rules_id>")]
    [InlineData("<rules_group>syscheck,|sshd,</rules_group>")]
    [InlineData("<level>7</level><rules_group>syscheck,</rules_group>")]
    public void Is_quiet_about_fields_that_some_alert_may_have(string elements) =>
        Codes(ReadOssec(Root(Command, Response(elements)))).Should().BeEmpty();

    [Fact]
    public void Knows_what_the_stock_programs_of_Wazuh_need_and_that_a_level_only_narrows_there()
    {
        const string Drop =
            "<command><name>block-ip</name><executable>firewall-drop</executable><timeout_allowed>yes</timeout_allowed></command>\n";
        const string Own =
            "<command><name>block-ip</name><executable>own-script</executable><timeout_allowed>yes</timeout_allowed></command>\n";
        var response = Response("<level>7</level><rules_group>syscheck,</rules_group>");
        Codes(ReadWazuh(Root(Drop, response))).Should().Equal("field-never-there");
        Codes(ReadWazuh(Root(Own, response))).Should().BeEmpty();
    }

    [Theory]
    [InlineData("<rules_group>sshd,|web,</rules_group>", true)]
    [InlineData("<rules_id>5712</rules_id>", true)]
    [InlineData("<rules_id>550</rules_id>", false)]
    [InlineData("<rules_group>syscheck,</rules_group>", false)]
    [InlineData("<rules_id>100200</rules_id>", false)]
    public void Warns_of_a_file_name_asked_of_alerts_that_have_none(string elements, bool warns)
    {
        var command = Command.Replace("srcip", "filename", StringComparison.Ordinal);
        Codes(ReadOssec(Root(command, Response(elements)))).Should().Equal(warns ? ["field-never-there"] : []);
    }

    [Theory]
    [InlineData("last", "location-taken-for")]
    [InlineData("locally", "location-taken-for")]
    [InlineData("company,local", "location-taken-for")]
    [InlineData("server,local", "location-server-wins")]
    public void Warns_of_a_location_taken_for_another(string location, string code) =>
        Codes(ReadOssec(Root(Command, Response(location: location)))).Should().Equal(code);

    [Theory]
    [InlineData("local")]
    [InlineData("Local")]
    [InlineData("server")]
    [InlineData("AS")]
    [InlineData("local,all")]
    public void Does_not_warn_of_a_location_that_says_what_it_means(string location) =>
        ReadOssec(Root(Command, Response(location: location))).Problems.Should().BeEmpty();

    [Theory]
    [InlineData("<name>a b</name><executable>x.sh</executable>", "command-name")]
    [InlineData("<name>block-ip</name><executable>x.sh</executable>", "command-duplicate")]
    [InlineData("<name>mine</name><executable>x.sh</executable>", "command-unused")]
    [InlineData("<name>mine</name><executable>host-deny.sh</executable>", null)]
    public void Warns_of_commands_no_response_can_mean(string elements, string? code)
    {
        var text = Root(Command, $"<command>{elements}<expect></expect></command>\n", Response());

        Codes(ReadOssec(text))
            .Should()
            .BeEquivalentTo(
                code switch
                {
                    null => [],
                    "command-name" => new[] { "command-name", "command-unused" },
                    _ => [code],
                }
            );
    }

    [Theory]
    [InlineData("../x.sh", "executable-path")]
    [InlineData("/bin/true", "executable-path")]
    [InlineData("x.sh -n", "executable-name")]
    [InlineData("a&amp;b.sh", "entity")]
    public void Warns_of_executables_that_are_no_file_name(string executable, string code) =>
        Codes(ReadOssec(Root(Command.Replace("block-ip.sh", executable, StringComparison.Ordinal), Response()))).Should().Equal(code);

    [Fact]
    public void Warns_of_a_used_executable_the_script_folder_lacks_but_not_of_one_for_Windows()
    {
        var options = new ConfigParseOptions { ScriptExists = static name => name == "there.sh" };

        Codes(ReadOssec(Root(Command, Response()), options)).Should().Equal("executable-missing");
        ReadOssec(Root(Command.Replace("block-ip.sh", "there.sh", StringComparison.Ordinal), Response()), options)
            .Problems.Should()
            .BeEmpty();
        ReadOssec(Root(Command.Replace("block-ip.sh", "netsh.exe", StringComparison.Ordinal), Response()), options)
            .Problems.Should()
            .BeEmpty();
    }

    [Fact]
    public void Warns_once_of_expect_under_Wazuh()
    {
        var result = ReadWazuh(Root(Command, Response()));

        result.HasErrors.Should().BeFalse();
        result.Problems.Should().ContainSingle().Which.Code.Should().Be("expect-ignored");
    }

    [Fact]
    public void Warns_of_a_timeout_Wazuh_drops_where_OSSEC_refuses_it()
    {
        var text = Root(
            Command.Replace("<timeout_allowed>yes</timeout_allowed>", "", StringComparison.Ordinal),
            Response("<level>7</level><timeout>60</timeout>")
        );

        var wazuh = ReadWazuh(text.Replace("<expect>srcip</expect>", "", StringComparison.Ordinal));
        wazuh.Accepted.Should().BeTrue();
        wazuh
            .Problems.Should()
            .ContainSingle()
            .Which.Should()
            .Match<ConfigProblem>(static p => p.Code == "1305" && p.Severity == ConfigSeverity.Warning);
        wazuh.Config.Responses[0].Timeout.Should().Be(TimeSpan.Zero);
        var ossec = ReadOssec(text);
        ossec.Accepted.Should().BeFalse();
        Codes(ossec).Should().Equal("1305");
    }

    [Fact]
    public void Warns_of_two_responses_of_one_name_only_when_they_run_different_files()
    {
        const string First =
            "<command><name>fw</name><executable>a.sh</executable><expect></expect><timeout_allowed>yes</timeout_allowed></command>";
        const string Second = "<command><name>fw1</name><executable>b.sh</executable><expect></expect></command>";
        static string Of(string name, string more) =>
            $"<active-response><command>{name}</command><location>local</location><level>7</level>{more}</active-response>";

        Codes(ReadOssec(Root(First, Second, Of("fw", "<timeout>10</timeout>"), Of("fw1", "")))).Should().Equal("response-name");
        ReadOssec(Root(First, Of("fw", ""), Of("fw", ""))).Problems.Should().BeEmpty();
    }

    [Fact]
    public void Warns_that_execd_ignores_offenders_of_a_later_block_under_OSSEC_only()
    {
        var text = Root(
            Command.Replace("<expect>srcip</expect>", "<expect></expect>", StringComparison.Ordinal),
            Response(),
            Response("<level>9</level><repeated_offenders>30</repeated_offenders>")
        );

        Codes(ReadOssec(text)).Should().Equal("repeated-offenders-ignored");
        ReadOssec(text).Config.RepeatedOffenders.Steps.Should().BeEmpty();
        Codes(ReadWazuh(text)).Should().Equal("expect-ignored");
        ReadWazuh(text).Config.RepeatedOffenders.Steps.Should().Equal(TimeSpan.FromMinutes(30));
    }

    [Fact]
    public void Warns_that_offenders_in_agent_config_have_no_effect()
    {
        const string Text = "<agent_config><active-response><repeated_offenders>30</repeated_offenders></active-response></agent_config>";

        foreach (
            var result in new[]
            {
                ReadWazuh(Text, new ConfigParseOptions { FileName = "etc/shared/default/agent.conf" }),
                ReadWazuh(Text, new ConfigParseOptions { IsAgentConfig = true }),
            }
        )
        {
            result.Accepted.Should().BeTrue();
            Codes(result).Should().Equal("repeated-offenders-agent-config");
            result.Config.RepeatedOffenders.Steps.Should().BeEmpty();
        }
    }

    [Fact]
    public void Warns_of_a_disabled_that_stops_more_or_less_than_it_says()
    {
        Codes(ReadOssec(Root(Command, Response("<level>7</level><disabled>yes</disabled>")))).Should().Equal("disabled-stops-execd");
        Codes(ReadOssec(Root(Command, Response(), "<active-response><disabled>yes</disabled></active-response>")))
            .Should()
            .BeEquivalentTo("disabled-unseen", "nothing-sent");
        ReadOssec(Root("<active-response><disabled>yes</disabled></active-response>")).Problems.Should().BeEmpty();
    }

    [Fact]
    public void Warns_that_OSSEC_sends_nothing_without_a_local_or_server_response()
    {
        var result = ReadOssec(Root(Command, Response(location: "all")));

        Codes(result).Should().Equal("nothing-sent");
        result.Daemon.SendsNothing.Should().BeTrue();
        ReadWazuh(Root(Command, Response(location: "all"))).Daemon.SendsNothing.Should().BeFalse();
    }

    [Fact]
    public void Warns_once_of_more_names_than_execd_has_room_for()
    {
        var responses = Enumerable.Range(1, 70).Select(static n => Response($"<level>7</level><timeout>{n}</timeout>")).ToArray();

        Codes(ReadOssec(Root([Command, .. responses]))).Should().Equal("ar-conf-full");
        ReadOssec(Root([Command, .. responses[..63]])).Problems.Should().BeEmpty();
    }
}
