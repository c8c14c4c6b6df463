using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;
using static ActiveResponse.Tests.Configuration.Ossec.ConfigText;

namespace ActiveResponse.Tests.Configuration.Ossec;

public sealed class GoodConfigTests
{
    private const string StockLikeOssec = """
        <!-- A server as it is usually set up. -->
        <ossec_config>
          <global>
            <email_notification>yes</email_notification>
            <email_to>admin@example.com</email_to>
            <white_list>127.0.0.1</white_list>
            <white_list>^localhost.localdomain$</white_list>
            <white_list>192.0.2.0/24</white_list>
            <allow_list>2001:db8::/32</allow_list>
          </global>
          <rules><include>rules_config.xml</include></rules>
          <syscheck><frequency>79200</frequency></syscheck>
          <alerts><log_alert_level>1</log_alert_level></alerts>
          <command>
            <name>host-deny</name>
            <executable>host-deny.sh</executable>
            <expect>srcip</expect>
            <timeout_allowed>yes</timeout_allowed>
          </command>
          <command>
            <name>disable-account</name>
            <executable>disable-account.sh</executable>
            <expect>user</expect>
            <timeout_allowed>yes</timeout_allowed>
          </command>
          <active-response>
            <disabled>no</disabled>
            <!-- Everything of
               - level 7 and more. -->
            <command>host-deny</command>
            <location>local</location>
            <level>7</level>
            <timeout>600</timeout>
            <repeated_offenders>30,60,120</repeated_offenders>
          </active-response>
          <localfile><location>/var/log/messages</location></localfile>
        </ossec_config>
        <ossec_config>
          <localfile><location>/var/log/secure</location></localfile>
        </ossec_config>
        """;

    private const string WazuhReference = """
        <ossec_config>
          <global>
            <jsonout_output>yes</jsonout_output>
            <white_list>127.0.0.1</white_list>
            <white_list>^localhost.localdomain$</white_list>
          </global>
          <ruleset><rule_dir>ruleset/rules</rule_dir></ruleset>
          <command>
            <name>restart-wazuh</name>
            <executable>restart-wazuh</executable>
          </command>
          <command>
            <name>netsh</name>
            <executable>netsh.exe</executable>
            <timeout_allowed>yes</timeout_allowed>
          </command>
          <command>
            <name>host-deny</name>
            <executable>host-deny</executable>
            <extra_args>-v</extra_args>
            <timeout_allowed>yes</timeout_allowed>
          </command>
          <active-response>
            <disabled>no</disabled>
            <ca_store>etc/wpk_root.pem</ca_store>
          </active-response>
          <active-response>
            <disabled>no</disabled>
            <command>host-deny</command>
            <location>defined-agent</location>
            <agent_id>032</agent_id>
            <level>10</level>
            <rules_group>sshd,|pci_dss_11.4,</rules_group>
            <timeout>1</timeout>
            <repeated_offenders>1,5,10</repeated_offenders>
          </active-response>
        </ossec_config>
        """;

    [Fact]
    public void Has_nothing_to_say_about_an_ordinary_OSSEC_server() => ReadOssec(StockLikeOssec).Problems.Should().BeEmpty();

    [Fact]
    public void Reads_the_CA_stores_of_all_blocks()
    {
        const string More =
            "<ossec_config><active-response>"
            + "<ca_store>/srv/ca</ca_store><ca_store></ca_store><ca_store>b.pem</ca_store></active-response></ossec_config>";

        ReadWazuh(WazuhReference + More).Config.CaStores.Should().Equal("etc/wpk_root.pem", "/srv/ca", "b.pem");
        ReadOssec(StockLikeOssec).Config.CaStores.Should().BeEmpty();
    }

    [Fact]
    public void Reads_every_option_of_the_Wazuh_reference()
    {
        var text = WazuhReference
            .Replace(
                "<disabled>no</disabled>\n    <ca_store>",
                "<repeated_offenders>1,5,10</repeated_offenders>\n    <ca_store>",
                StringComparison.Ordinal
            )
            .Replace(
                "<timeout>1</timeout>\n    <repeated_offenders>1,5,10</repeated_offenders>",
                "<timeout>1</timeout>",
                StringComparison.Ordinal
            );
        var result = ReadWazuh(text);

        result.Problems.Should().BeEmpty();
        var response = result.Config.Responses.Should().ContainSingle().Subject;
        response.Name.Should().Be("host-deny1");
        response
            .Command.Should()
            .Be(
                new CommandDefinition
                {
                    Name = "host-deny",
                    Executable = "host-deny",
                    TimeoutAllowed = true,
                    ExtraArguments = "-v",
                }
            );
        response.Locations.Should().Be(ResponseLocation.DefinedAgent);
        response.AgentId.Should().Be("032");
        response.Level.Should().Be(10);
        response.RulesGroup.Should().Be("sshd,|pci_dss_11.4,");
        response.Timeout.Should().Be(TimeSpan.FromSeconds(1));
        response.Line.Should().Be(27);
        result.Config.RepeatedOffenders.Steps.Should().Equal(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10));
        result.Config.AllowList.Entries.Should().HaveCount(2);
        result.Config.AllowList.Entries[1].HostName.Should().Be("localhost.localdomain");
        result.Config.Disabled.Should().BeFalse();
    }

    [Fact]
    public void Takes_the_sample_of_the_Wazuh_reference_word_for_word()
    {
        const string Sample = """
            <ossec_config>
              <command><name>host-deny</name><executable>host-deny</executable><timeout_allowed>yes</timeout_allowed></command>
              <active-response>
                <disabled>no</disabled>
                <command>host-deny</command>
                <location>defined-agent</location>
                <agent_id>032</agent_id>
                <level>10</level>
                <rules_group>sshd,|pci_dss_11.4,</rules_group>
                <timeout>1</timeout>
                <repeated_offenders>1,5,10</repeated_offenders>
              </active-response>
            </ossec_config>
            """;

        var result = ReadWazuh(Sample);

        result.Accepted.Should().BeTrue();
        result.Problems.Should().BeEmpty();
    }

    [Fact]
    public void Switches_off_what_the_documents_say_disabled_switches_off()
    {
        var one = ReadWazuh(
            Root(Command.Replace("<expect>srcip</expect>", "", StringComparison.Ordinal), Response("<disabled>yes</disabled>"), Response())
        );
        var all = ReadWazuh(Root("<active-response><disabled>yes</disabled></active-response>"));

        one.Config.Disabled.Should().BeFalse();
        one.Config.Responses.Should().ContainSingle();
        all.Config.Disabled.Should().BeTrue();
        all.Daemon.Execd.Should().Be(ExecdState.Disabled);
    }

    [Fact]
    public void A_file_has_the_first_digits_of_its_hash_as_its_version()
    {
        var parser = new OssecConfigParser();

        // printf '<ossec_config></ossec_config>' | sha256sum
        parser.Parse("<ossec_config></ossec_config>"u8.ToArray(), new ConfigParseOptions()).Config.Version.Should().Be("2089d29b92df");
        parser
            .Parse("<ossec_config> </ossec_config>"u8.ToArray(), new ConfigParseOptions())
            .Config.Version.Should()
            .NotBe("2089d29b92df")
            .And.HaveLength(12);
    }
}
