using System.Text;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Ossec.Tests.ManagerQueues;

/// <summary>The block that the pages on coming from OSSEC and Wazuh have put behind all others.</summary>
public sealed class TakingOverTests
{
    private const string Before = """
        <ossec_config>
          <command><name>firewall-drop</name><executable>firewall-drop</executable>
          <expect>srcip</expect><timeout_allowed>yes</timeout_allowed></command>
          <active-response><command>firewall-drop</command><location>local</location>
          <level>6</level><timeout>600</timeout></active-response>

        """;

    [Theory]
    [InlineData("docs/coming-from-ossec.md", ConfigDialect.Ossec)]
    [InlineData("docs/coming-from-wazuh-4.md", ConfigDialect.Wazuh)]
    public void Silences_analysisd_and_leaves_names_execd_and_our_responses(string page, ConfigDialect dialect)
    {
        var text = RepositoryFiles.Read(page);
        var block = text[
            text.IndexOf("<active-response>", StringComparison.Ordinal)..(
                text.IndexOf("</active-response>", StringComparison.Ordinal) + "</active-response>".Length
            )
        ];

        var with = Read(Before + block + "\n</ossec_config>", dialect);
        with.Accepted.Should().BeTrue();
        (with.Daemon.OpensHostQueue || with.Daemon.OpensAgentQueue).Should().BeFalse("that is what analysisd sends by");
        with.Daemon.Execd.Should().Be(ExecdState.Running);
        with.Config.Disabled.Should().BeFalse();
        with.Config.Responses.Select(static response => response.Name).Should().Equal("firewall-drop600");
        with.Problems.Should()
            .OnlyContain(static problem => problem.Severity == ConfigSeverity.Warning)
            .And.Contain(static problem => problem.Code == "nothing-sent");

        var without = Read(Before + "</ossec_config>", dialect);
        with.ArConf.Should().Equal(without.ArConf);
        (without.Daemon.OpensHostQueue && without.Daemon.OpensAgentQueue).Should().BeTrue();
    }

    private static ConfigParseResult Read(string conf, ConfigDialect dialect) =>
        new OssecConfigParser().Parse(Encoding.UTF8.GetBytes(conf), new ConfigParseOptions { Dialect = dialect });
}
