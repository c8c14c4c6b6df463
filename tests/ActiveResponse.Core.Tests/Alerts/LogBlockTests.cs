using ActiveResponse.Alerts;

namespace ActiveResponse.Tests.Alerts;

public class LogBlockTests
{
    [Fact]
    public void Takes_place_and_host_of_a_local_alert()
    {
        var alert = AlertText.Read(
            "** Alert 1785554247.1:  - syslog,errors,\n2026 Aug 01 03:17:27 manager->/var/log/syslog\nRule: 1002 (level 2) -> "
                + "'Unknown problem.'\nerror"
        );

        alert.Location.Should().Be("/var/log/syslog");
        alert.AgentName.Should().Be("manager");
        alert.SourceAddress.Should().BeNull();
        alert.User.Should().BeNull();
        alert.Groups.Should().Be("syslog,errors,");
    }

    [Fact]
    public void Reads_past_agent_labels_and_places_of_addresses()
    {
        var alert = AlertText.Read(
            """
            ** Alert 1785554247.1: mail  - syslog,sshd,
            2026 Aug 01 03:17:27 (web01) any->/var/log/auth.log
            group => web
            Rule: 5710 (level 5) -> 'It's a 'quoted' text'
            Src IP: ::ffff:203.0.113.9
            Src Location: NL,Amsterdam
            Src Port: 1
            Dst IP: 192.0.2.1
            Dst Location: NL
            Dst Port: 22
            User: bob
            text
            """
        );

        alert.RuleId.Should().Be(5710);
        alert.Description.Should().Be("It's a 'quoted' text");
        alert.SourceAddress.Should().Be("203.0.113.9");
        alert.User.Should().Be("bob");
    }

    [Fact]
    public void Takes_no_address_from_the_text_of_the_log()
    {
        var alert = AlertText.Read(
            """
            ** Alert 1785554247.1: - web,
            2026 Aug 01 03:17:27 manager->/var/log/app.log
            Rule: 31101 (level 5) -> 'Web error.'
            User: bob
            Src IP: 198.51.100.1
            Src IP: 198.51.100.2
            User: root
            """
        );

        alert.SourceAddress.Should().BeNull();
        alert.User.Should().Be("bob");
    }

    [Theory]
    [InlineData("Integrity checksum changed for: '/etc/pass'wd'", "/etc/pass'wd")]
    [InlineData("File '/etc/passwd' modified", "/etc/passwd")]
    [InlineData("File without quotes", null)]
    [InlineData("One ' quote", null)]
    public void Reads_the_file_of_a_syscheck_alert(string text, string? file) =>
        AlertText
            .Read($"** Alert 1.1: - ossec,syscheck,\n2026 Aug 01 03:17:27 manager->syscheck\nRule: 550 (level 7) -> 'x'\n{text}")
            .FileName.Should()
            .Be(file);

    [Fact]
    public void Reads_no_file_from_other_alerts() =>
        AlertText
            .Read("** Alert 1.1: - syslog,\n2026 Aug 01 03:17:27 manager->x\nRule: 1 (level 7) -> 'x'\nFile '/etc/passwd' modified")
            .FileName.Should()
            .BeNull();

    [Fact]
    public void Reads_lines_that_end_with_a_carriage_return() =>
        AlertText.Read(AlertText.LogBlock.ReplaceLineEndings("\r\n")).SourceAddress.Should().Be("203.0.113.9");

    [Theory]
    [InlineData("Rule: 5712 (level 10)")]
    [InlineData("Rule: 5712 (level 10) -> ")]
    [InlineData("Rule: 5712 (level 10) -> '")]
    [InlineData("Rule: 5712 (level 10) -> 'cut")]
    public void Does_without_a_description_that_is_cut(string rule) =>
        AlertText.Read($"** Alert 1.1: - a,\n2026 Aug 01 03:17:27 m->x\n{rule}").Description.Should().BeNull();
}
