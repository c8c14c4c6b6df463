using ActiveResponse.Configuration;
using static ActiveResponse.Tests.Configuration.Ossec.ConfigText;

namespace ActiveResponse.Tests.Configuration.Ossec;

public sealed class RecoveryTests
{
    [Fact]
    public void Tells_three_mistakes_of_three_sections_each_where_it_stands()
    {
        var text =
            "<ossec_config>\n"
            + "  "
            + Command
            + "  <frobnicate><x>1</x></frobnicate>\n"
            + "  <active-response>\n    <command>nope</command><location>local</location><level>7</level>\n  </active-response>\n"
            + "  <active-response>\n    <command>block-ip</command>\n    <location>nowhere</location><level>7</level>\n  "
            + "</active-response>\n"
            + "  "
            + Response()
            + "</ossec_config>\n";

        var result = ReadOssec(text);

        result.Problems.Select(static p => (p.Code, p.Line, p.Column)).Should().Equal(("1230", 3, 3), ("1303", 5, 5), ("1302", 9, 5));
        result.Accepted.Should().BeFalse();
        result.Daemon.Error!.Code.Should().Be("1230");
        System.Text.Encoding.ASCII.GetString(result.ArConf.AsSpan()).Should().NotContain("block-ip");
        result.Config.Responses.Should().NotBeEmpty();
    }

    [Fact]
    public void Tells_the_mistake_the_daemon_stops_at_before_what_may_follow_from_it()
    {
        // OSSEC at commit 7f06fe0d: XMLERR: Element 'name' not closed. (line 4); it reads no section of such a file.
        var text = "<ossec_config>\n<bogus><x>1</x></bogus>\n<command>\n<name>block-ip</nme></command>\n</ossec_config>\n";

        var result = ReadOssec(text);

        result.Problems.Select(static p => (p.Code, p.Line)).Should().StartWith(("1226", 4)).And.Contain(("1230", 2));
        result.Daemon.Error.Should().BeSameAs(result.Problems[0]);
    }

    [Fact]
    public void Tells_several_mistakes_of_one_section()
    {
        var result = ReadOssec(Root(Command, Response("<level>99</level>\n<bogus>1</bogus>\n<disabled>maybe</disabled>\n")));

        result.Problems.Select(static p => (p.Code, p.Line)).Should().Equal(("1235", 3), ("1230", 4), ("1235", 5));
    }

    [Theory]
    [InlineData("<command><name>block-ip</nme><executable>x.sh</executable><expect></expect></command>\n")]
    [InlineData("<command a=1><name>block-ip</name><executable>x.sh</executable><expect></expect></command>\n")]
    [InlineData("<command><name a>block-ip</name><executable>x.sh</executable><expect></expect></command>\n")]
    [InlineData("<command><name>block-ip<executable>x.sh</executable><expect></expect></command>\n")]
    [InlineData("<!DOCTYPE x>\n<command><name>block-ip</name><executable>x.sh</executable><expect></expect></command>\n")]
    public void Goes_on_behind_a_mistake_in_the_XML(string command)
    {
        var result = ReadOssec(Root(command, Response(), Response("<level>high</level>")));

        result.Problems.Where(static p => p.Severity == ConfigSeverity.Error).Select(static p => p.Code).Should().Equal("1226", "1235");
        result.Accepted.Should().BeFalse();
        result.Daemon.Execd.Should().Be(ExecdState.ConfigError);
    }

    [Fact]
    public void Names_the_daemons_line_of_an_open_comment_and_where_it_begins()
    {
        var problem = ReadOssec("<ossec_config>\n<!-- open\n</ossec_config>\n").Problems.Should().ContainSingle().Subject;

        problem.Line.Should().Be(4);
        problem.Message.Should().EndWith("It begins in line 2.");
    }

    [Fact]
    public void Says_that_a_command_is_defined_too_late_or_misspelt()
    {
        ReadOssec(Root(Response(), Command)).Problems.Should().ContainSingle().Which.Message.Should().Contain("move its <command> before");
        ReadOssec(Root(Command, Response().Replace("block-ip", "blok-ip", StringComparison.Ordinal)))
            .Problems.Should()
            .ContainSingle()
            .Which.Message.Should()
            .Contain("\"block-ip\"");
    }

    [Theory]
    [InlineData("wodle", "Wazuh")]
    [InlineData("globl", "<global>")]
    public void Names_the_section_that_is_meant(string name, string remedy) =>
        ReadOssec(Root($"<{name}><x>1</x></{name}>")).Problems.Should().ContainSingle().Which.Message.Should().Contain(remedy);

    [Fact]
    public void Writes_each_problem_in_the_form_editors_jump_to()
    {
        var result = ReadOssec("<ossec_config>\n  <global/>\n</ossec_config>", new ConfigParseOptions { FileName = "ossec.conf" });

        result.Problems.Should().ContainSingle().Which.ToString().Should().StartWith("ossec.conf:2:3: error 1230: ");
    }

    [Fact]
    public void Counts_columns_in_bytes() =>
        ReadOssec("<ossec_config>é<global/></ossec_config>").Problems.Should().ContainSingle().Which.Column.Should().Be(17);

    [Fact]
    public void Tells_at_most_a_hundred_mistakes_in_the_XML()
    {
        var text = Root(string.Concat(Enumerable.Repeat("<a x></a>\n", 5000)));

        ReadOssec(text).Problems.Count(static p => p.Code == "1226").Should().BeLessThanOrEqualTo(101);
    }

    [Fact]
    public void Reads_an_agents_own_file_as_execd_does_when_told_so()
    {
        var text = Root(
            "<active-response><disabled>no</disabled><ca_store>etc/wpk_root.pem</ca_store>"
                + "<ca_verification>yes</ca_verification></active-response>"
        );

        ReadWazuh(text).Accepted.Should().BeFalse();
        var onAgent = ReadWazuh(text, new ConfigParseOptions { IsAgentHost = true });
        onAgent.Accepted.Should().BeTrue();
        onAgent.Problems.Should().BeEmpty();
    }
}
