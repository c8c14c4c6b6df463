using System.Text;
using ActiveResponse.Alerts;

namespace ActiveResponse.Tests.Alerts;

public class AlertParserTests
{
    [Fact]
    public void Reads_a_wazuh_alert_whole()
    {
        var alert = AlertText.Read(AlertText.WazuhLine);

        alert
            .Should()
            .BeEquivalentTo(
                new Alert
                {
                    Id = "1785554247.8812",
                    Format = AlertFormat.WazuhJson,
                    RuleId = 5712,
                    Level = 10,
                    Groups = "syslog,sshd,authentication_failures,",
                    Description = "sshd: brute force",
                    Timestamp = new DateTimeOffset(2026, 8, 1, 3, 17, 27, 123, TimeSpan.Zero),
                    AgentId = "001",
                    AgentName = "web01",
                    AgentAddress = "192.0.2.10",
                    Location = "/var/log/auth.log",
                    SourceAddress = "203.0.113.9",
                    User = "bob",
                    SourceUser = "eve",
                },
                options => options.Excluding(alert => alert.Json)
            );
        Encoding.UTF8.GetString(alert.Json.Span).Should().Be(AlertText.WazuhLine);
    }

    [Fact]
    public void Reads_an_ossec_alert_whole()
    {
        var alert = AlertText.Read(AlertText.OssecLine);

        alert
            .Should()
            .BeEquivalentTo(
                new Alert
                {
                    Id = "1785554247.8812",
                    Format = AlertFormat.OssecJson,
                    RuleId = 5712,
                    Level = 10,
                    Groups = "syslog,sshd,authentication_failures,",
                    Description = "SSHD brute force",
                    Timestamp = DateTimeOffset.FromUnixTimeSeconds(1785554247),
                    AgentName = "web01",
                    Location = "(web01) 192.0.2.10->/var/log/auth.log",
                    SourceAddress = "203.0.113.9",
                    User = "bob",
                    SourceUser = "eve",
                },
                options => options.Excluding(alert => alert.Json)
            );
    }

    [Fact]
    public void Reads_a_log_block_whole()
    {
        var alert = AlertText.Read(AlertText.LogBlock);

        alert
            .Should()
            .BeEquivalentTo(
                new Alert
                {
                    Id = "1785554247.8812",
                    Format = AlertFormat.OssecLog,
                    RuleId = 5712,
                    Level = 10,
                    Groups = "syslog,sshd,authentication_failures,",
                    Description = "SSHD brute force trying to get access to the system.",
                    Timestamp = DateTimeOffset.FromUnixTimeSeconds(1785554247),
                    AgentName = "web01",
                    Location = "(web01) 192.0.2.10->/var/log/auth.log",
                    SourceAddress = "203.0.113.9",
                    User = "bob",
                },
                options => options.Excluding(alert => alert.Json)
            );
        alert.Json.IsEmpty.Should().BeTrue();
    }

    [Theory]
    [InlineData(AlertText.WazuhLine)]
    [InlineData(AlertText.OssecLine)]
    [InlineData(AlertText.LogBlock)]
    public void Reads_the_same_key_from_every_layout(string record) =>
        AlertText.Key(record).Should().Be("5712 10 syslog,sshd,authentication_failures,");
}
