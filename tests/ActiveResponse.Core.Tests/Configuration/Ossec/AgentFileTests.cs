using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;

namespace ActiveResponse.Tests.Configuration.Ossec;

public sealed class AgentFileTests
{
    // What the installers write, shortened in what has no bearing.
    private const string WazuhAgent = """
        <!-- Wazuh - Agent - Default configuration for debian 12 -->
        <ossec_config>
          <client>
            <server><address>192.0.2.1</address><port>1514</port><protocol>tcp</protocol></server>
            <config-profile>debian, debian12</config-profile>
            <crypto_method>aes</crypto_method>
          </client>
          <client_buffer><disabled>no</disabled><queue_size>5000</queue_size></client_buffer>
          <rootcheck><disabled>no</disabled></rootcheck>
          <wodle name="cis-cat"><disabled>yes</disabled></wodle>
          <wodle name="syscollector"><disabled>no</disabled></wodle>
          <sca><enabled>yes</enabled></sca>
          <syscheck><disabled>no</disabled><directories>/etc,/usr/bin</directories></syscheck>
          <localfile><log_format>journald</log_format><location>journald</location></localfile>
          <active-response>
            <disabled>no</disabled>
            <ca_store>etc/wpk_root.pem</ca_store>
            <ca_verification>yes</ca_verification>
          </active-response>
          <logging><log_format>plain</log_format></logging>
        </ossec_config>
        <ossec_config>
          <localfile><log_format>syslog</log_format><location>/var/ossec/logs/active-responses.log</location></localfile>
        </ossec_config>
        """;

    private const string OssecAgent = """
        <ossec_config>
          <client><server-ip>192.0.2.1</server-ip></client>
          <syscheck><frequency>79200</frequency><auto_ignore>whatever</auto_ignore></syscheck>
          <rootcheck><rootkit_files>/var/ossec/etc/shared/rootkit_files.txt</rootkit_files></rootcheck>
          <active-response><disabled>no</disabled></active-response>
          <localfile><log_format>syslog</log_format><location>/var/log/auth.log</location></localfile>
        </ossec_config>
        """;

    [Theory]
    [InlineData(ConfigDialect.Wazuh, WazuhAgent)]
    [InlineData(ConfigDialect.Ossec, OssecAgent)]
    public void A_stock_agents_file_is_told_from_a_managers_and_accepted(ConfigDialect dialect, string text)
    {
        var guessed = Read(dialect, text, new ConfigParseOptions { GuessAgentHost = true });

        guessed.IsAgentHost.Should().BeTrue();
        guessed.Accepted.Should().BeTrue();
        guessed.Problems.Should().BeEmpty();
        guessed.Config.Managers.Should().Equal("192.0.2.1");
        Read(dialect, text, new ConfigParseOptions()).Accepted.Should().BeFalse("analysisd refuses it");
        Read(
            dialect,
            text.Replace("<disabled>no</disabled>", "<disabled>yes</disabled>", StringComparison.Ordinal),
            new ConfigParseOptions { GuessAgentHost = true }
        )
            .Daemon.Execd.Should()
            .Be(ExecdState.Disabled);
    }

    [Theory]
    [InlineData("<remote><connection>secure</connection></remote>")]
    [InlineData("<global><white_list>192.0.2.7</white_list></global>")]
    [InlineData("<ruleset><decoder_dir>ruleset/decoders</decoder_dir></ruleset>")]
    [InlineData("<command><name>fw</name><executable>firewall-drop</executable></command>")]
    public void A_file_with_what_only_a_manager_has_is_a_managers(string section)
    {
        var text = $"<ossec_config>{section}<client><server><address>192.0.2.1</address></server></client></ossec_config>";

        Read(ConfigDialect.Wazuh, text, new ConfigParseOptions { GuessAgentHost = true }).IsAgentHost.Should().BeFalse();
    }

    [Theory]
    [InlineData("<disabled>maybe</disabled>")]
    [InlineData("<disabled>no</disabled")]
    public void What_execd_refuses_is_refused_on_an_agent_too(string option) =>
        Read(
            ConfigDialect.Wazuh,
            $"<ossec_config><active-response>{option}</active-response></ossec_config>",
            new ConfigParseOptions { IsAgentHost = true }
        )
            .Accepted.Should()
            .BeFalse();

    [Fact]
    public void Responses_in_an_agents_own_file_are_warned_of_and_a_mistake_in_one_is_ours_alone()
    {
        const string Response = "<active-response><command>fw</command><location>local</location><level>7</level></active-response>";
        const string Command = "<command><name>fw</name><executable>firewall-drop</executable></command>";
        var onAgent = new ConfigParseOptions { IsAgentHost = true };

        var right = Read(ConfigDialect.Wazuh, $"<ossec_config>{Command}{Response}</ossec_config>", onAgent);
        var wrong = Read(ConfigDialect.Wazuh, $"<ossec_config>{Response}</ossec_config>", onAgent);

        right.Problems.Should().ContainSingle().Which.Code.Should().Be("agent-host-response");
        right.Config.Responses.Should().ContainSingle();
        wrong.Accepted.Should().BeTrue();
        wrong.HasErrors.Should().BeTrue();
    }

    [Theory]
    [InlineData("<active-response><disabled>yes</disabled></active-response>", "agent-config-disabled")]
    [InlineData("<command><name>fw</name><executable>firewall-drop</executable></command>", "agent-config-command")]
    [InlineData(
        "<active-response><command>fw</command><location>local</location><rules_id>5712</rules_id></active-response>",
        "agent-config-response"
    )]
    [InlineData("<active-response><ca_verification>no</ca_verification></active-response>", "agent-config-response")]
    public void In_agent_conf_responses_and_their_switch_mean_nothing_and_are_warned_of(string section, string code)
    {
        foreach (var dialect in (ConfigDialect[])[ConfigDialect.Wazuh, ConfigDialect.Ossec])
        {
            var result = Read(
                dialect,
                $"<agent_config os=\"Linux\">{section}</agent_config>",
                new ConfigParseOptions { FileName = "etc/shared/default/agent.conf" }
            );

            result.Accepted.Should().BeTrue();
            result
                .Problems.Should()
                .ContainSingle()
                .Which.Should()
                .Match<ConfigProblem>(problem => problem.Code == code && problem.Severity == ConfigSeverity.Warning);
            result.Config.Responses.Should().BeEmpty();
            result.Config.Commands.Should().BeEmpty();
            result.Config.Disabled.Should().BeFalse();
        }
    }

    [Fact]
    public void A_file_whose_roots_are_those_of_agent_conf_is_one_whatever_it_is_called()
    {
        const string Text = "<agent_config><active-response><disabled>yes</disabled></active-response></agent_config>";

        Read(ConfigDialect.Wazuh, Text, new ConfigParseOptions { FileName = "shared.xml", GuessAgentHost = true })
            .Accepted.Should()
            .BeTrue();
        Read(ConfigDialect.Wazuh, Text, new ConfigParseOptions { FileName = "shared.xml" }).Accepted.Should().BeFalse();
    }

    [Theory]
    [InlineData(ConfigDialect.Ossec, "<rules_id>601</rules_id>", true)]
    [InlineData(ConfigDialect.Wazuh, "<rules_id>5712,652</rules_id>", true)]
    [InlineData(ConfigDialect.Wazuh, "<rules_id>657</rules_id><level>12</level>", true)]
    [InlineData(ConfigDialect.Wazuh, "<rules_id>600,607,650,659</rules_id>", false)]
    [InlineData(ConfigDialect.Ossec, "<rules_group>ossec,</rules_group>", true)]
    [InlineData(ConfigDialect.Wazuh, "<rules_group>active_response,</rules_group>", true)]
    [InlineData(ConfigDialect.Wazuh, "<rules_group>sshd,</rules_group>", false)]
    [InlineData(ConfigDialect.Ossec, "<level>3</level>", true)]
    [InlineData(ConfigDialect.Wazuh, "<level>3</level>", true)]
    [InlineData(ConfigDialect.Wazuh, "<level>4</level>", false)]
    [InlineData(ConfigDialect.Wazuh, "<level>3</level><rules_group>sshd,</rules_group>", false)]
    [InlineData(ConfigDialect.Wazuh, "<level>7</level><rules_group>ossec,</rules_group>", false)]
    [InlineData(ConfigDialect.Ossec, "<level>7</level><rules_group>ossec,</rules_group>", true)]
    public void Warns_of_a_response_that_its_own_log_alerts_fire_again(ConfigDialect dialect, string trigger, bool warns)
    {
        var text =
            "<ossec_config><command><name>fw</name><executable>firewall-drop</executable><expect></expect></command>"
            + $"<active-response><command>fw</command><location>local</location>{trigger}</active-response></ossec_config>";

        Read(dialect, text, new ConfigParseOptions()).Problems.Any(static problem => problem.Code == "own-log").Should().Be(warns);
    }

    [Theory]
    [InlineData("", "no-configuration")]
    [InlineData("root:x:0:0:root:/root:/bin/bash\n", "no-configuration")]
    [InlineData("{\"rule\":{\"level\":10}}\n", "no-configuration")]
    [InlineData("<ossec_config></ossec_config>", "no-section")]
    [InlineData("<ossec_config>text</ossec_config><ossec_config/>", "no-section")]
    [InlineData("<ossec_config><client><server><address>192.0.2.1</address></server></client></ossec_config>", null)]
    public void Warns_of_a_file_the_daemon_takes_that_says_nothing(string text, string? code)
    {
        var result = Read(ConfigDialect.Wazuh, text, new ConfigParseOptions());

        result.Accepted.Should().BeTrue();
        result.Problems.Select(static problem => problem.Code).Should().Equal(code is null ? [] : [code]);
    }

    private static ConfigParseResult Read(ConfigDialect dialect, string text, ConfigParseOptions options) =>
        new OssecConfigParser().Parse(System.Text.Encoding.UTF8.GetBytes(text), options with { Dialect = dialect });
}
