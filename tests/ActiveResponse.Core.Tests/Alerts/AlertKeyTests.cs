using System.Text;
using ActiveResponse.Alerts;

namespace ActiveResponse.Tests.Alerts;

public class AlertKeyTests
{
    [Theory]
    [InlineData("""{"rule":{"id":"5712","level":10,"groups":["a","b"]}}""", "5712 10 a,b,")]
    [InlineData("""{"rule":{"id":5712,"level":"10","groups":["a"]}}""", "5712 10 a,")]
    [InlineData("""{"rule":{"sidid":"5712","level":10,"group":"a,b,"}}""", "5712 10 a,b,")]
    [InlineData("""{"rule":{"sidid":5712,"level":10,"groups":["x"],"group":"a,b,"}}""", "5712 10 a,b,")]
    [InlineData("""{"rule":{"sidid":5712,"level":10,"groups":["x"]}}""", "5712 10 x,")]
    [InlineData("""{"Rule":{"ID":"5712","Level":10,"Groups":["a"]}}""", "5712 10 a,")]
    [InlineData("""{"RULE":{"SIDID":5712,"LEVEL":10,"GROUP":"a,"}}""", "5712 10 a,")]
    [InlineData("""{"r\u0075le":{"i\u0064":"57\u00312","level":"1\u0030","groups":["\u0061"]}}""", "5712 10 a,")]
    [InlineData("""{"rule":{"id":"5712","level":10,"groups":["\u0061\n","\ud83d\ude00","\ud83d"]}}""", "5712 10 a\n,\U0001F600,\uFFFD,")]
    [InlineData("""{"rule":{"sidid":5712,"level":10,"group":"\u0061,b,"}}""", "5712 10 a,b,")]
    [InlineData("""{"full_log":"\"rule\":{\"id\":\"1\",\"level\":15}","rule":{"id":"5712","level":10}}""", "5712 10 ")]
    [InlineData("""{"data":{"rule":{"id":"1","level":15}},"rule":{"id":"5712","level":10}}""", "5712 10 ")]
    [InlineData("""{"rule":{"mitre":{"id":["T1"],"level":3},"id":"5712","level":10}}""", "5712 10 ")]
    public void Reads_rule_level_and_groups(string line, string key) => AlertText.Key(line).Should().Be(key);

    [Theory]
    [InlineData("""{"rule":{"id":"1","id":"2","level":3,"level":4,"groups":["a"],"groups":["b"]}}""", "1 3 a,")]
    [InlineData("""{"rule":{"id":"1","level":3},"rule":{"id":"2","level":4}}""", "1 3 ")]
    [InlineData("""{"rule":{"sidid":1,"level":3,"group":"a,","group":"b,"},"Rule":{"sidid":2}}""", "1 3 a,")]
    public void Takes_the_first_of_two_equal_names(string line, string key) => AlertText.Key(line).Should().Be(key);

    [Theory]
    [InlineData("""{"rule":{"id":"abc","level":10}}""")]
    [InlineData("""{"rule":{"id":"-1","level":10}}""")]
    [InlineData("""{"rule":{"id":"4294967296","level":10}}""")]
    [InlineData("""{"rule":{"id":" 5712","level":10}}""")]
    [InlineData("""{"rule":{"id":"","level":10}}""")]
    [InlineData("""{"rule":{"id":1e400,"level":10}}""")]
    [InlineData("""{"rule":{"id":["5712"],"level":10}}""")]
    [InlineData("""{"rule":{"id":null,"level":10}}""")]
    [InlineData("""{"rule":{"level":10}}""")]
    public void Counts_a_rule_id_that_is_no_number_as_none_and_keeps_the_alert(string line) => AlertText.Key(line).Should().Be("0 10 ");

    [Theory]
    [InlineData("""{"rule":{"id":"1","level":3,"groups":"a,b"}}""", "a,b,")]
    [InlineData("""{"rule":{"id":"1","level":3,"groups":"a,b,"}}""", "a,b,")]
    [InlineData("""{"rule":{"id":"1","level":3,"groups":["a",1,null,["x"],{"y":"z"},"b"]}}""", "a,b,")]
    [InlineData("""{"rule":{"id":"1","level":3,"groups":{"a":"b"}}}""", "")]
    [InlineData("""{"rule":{"id":"1","level":3,"groups":7}}""", "")]
    [InlineData("""{"rule":{"sidid":1,"level":3,"group":["a"],"groups":["b"]}}""", "b,")]
    [InlineData("""{"rule":{"id":"1","level":3,"groups":[]}}""", "")]
    public void Reads_groups_of_unusual_types(string line, string groups) => AlertText.Key(line).Should().EndWith(" 3 " + groups);

    [Fact]
    public void Puts_back_the_groups_that_wazuh_moved_to_compliance_arrays() =>
        AlertText
            .Key(
                """{"rule":{"id":"1","level":3,"groups":["sshd"],"pci_dss":["10.2.4","10.2.5"],"gdpr":["IV_35.7.d"],"gpg13":"""
                    + """["7.1"],"hipaa":["164.312.b"],"nist_800_53":["AU.14"],"tsc":["CC6.1"],"cis":["5.2"]}}"""
            )
            .Should()
            .Be("1 3 sshd,pci_dss_10.2.4,pci_dss_10.2.5,gdpr_IV_35.7.d,gpg13_7.1,hipaa_164.312.b,nist_800_53_AU.14,tsc_CC6.1,cis_5.2,");

    [Fact]
    public void Adds_no_group_for_what_a_configuration_check_complies_with() =>
        AlertText.Key("""{"rule":{"id":"19007","level":7,"groups":["sca"],"pci_dss":["2.2"]}}""").Should().Be("19007 7 sca,");

    [Theory]
    [InlineData("\uFEFF{0}")]
    [InlineData("{0}\r")]
    [InlineData("  \t{0}  ")]
    [InlineData("<132>Aug  1 03:17:27 manager ossec: {0}")]
    [InlineData("<132>1 2026-08-01T03:17:27.123Z manager ossec 42 ID47 [x@32473 a=\"{{b\"] \uFEFF{0}")]
    [InlineData("<132>1 2026-08-01T03:17:27.123Z manager ossec - - - {0}")]
    [InlineData("Aug  1 03:17:27 manager ossec: {0}")]
    [InlineData("2026-08-01T03:17:27.123+00:00 manager ossec:{0}")]
    public void Reads_a_line_with_something_around_the_object(string frame)
    {
        var line = string.Format(System.Globalization.CultureInfo.InvariantCulture, frame, AlertText.WazuhLine);

        AlertText.Key(line).Should().Be("5712 10 syslog,sshd,authentication_failures,");
        var alert = AlertText.Read(line);
        alert.SourceAddress.Should().Be("203.0.113.9");
        Encoding.UTF8.GetString(alert.Json.Span).Should().Be(AlertText.WazuhLine);
    }

    [Fact]
    public void Reads_the_json_of_csyslogd()
    {
        var alert = AlertText.Read(
            """<132>Aug  1 03:17:27 manager ossec: {"crit":10,"id":5712,"component":"(web01) """
                + """192.0.2.10->/var/log/auth.log","classification":" syslog,sshd,","description":"brute """
                + """force","message":"x","acct":"bob","src_ip":"203.0.113.9","src_port":39588,"file":"/etc/passwd"}"""
        );

        alert
            .Should()
            .BeEquivalentTo(
                new Alert
                {
                    Format = AlertFormat.SyslogJson,
                    RuleId = 5712,
                    Level = 10,
                    Groups = " syslog,sshd,",
                    Description = "brute force",
                    AgentName = "web01",
                    Location = "(web01) 192.0.2.10->/var/log/auth.log",
                    SourceAddress = "203.0.113.9",
                    User = "bob",
                    FileName = "/etc/passwd",
                },
                options => options.Excluding(read => read.Json)
            );
    }

    [Fact]
    public void Reads_a_wazuh_5_finding()
    {
        var alert = AlertText.Read(
            """{"@timestamp":"2026-08-01T03:17:27.123Z","event":{"doc_id":"X2cQ"},"wazuh":{"agent":"""
                + """{"id":"003","name":"web03"},"protocol":{"location":"journald"},"rule":"""
                + """{"id":"6e1c43f1-f09b-4cec-bb59-00e3a52b7930","title":"SSH brute force","level":"high"}},"source":"""
                + """{"ip":"203.0.113.9"},"user":{"name":"bob"},"file":{"path":"/etc/passwd"}}"""
        );

        alert
            .Should()
            .BeEquivalentTo(
                new Alert
                {
                    Id = "X2cQ",
                    Format = AlertFormat.WazuhFinding,
                    Level = 10,
                    Description = "SSH brute force",
                    Timestamp = new DateTimeOffset(2026, 8, 1, 3, 17, 27, 123, TimeSpan.Zero),
                    AgentId = "003",
                    AgentName = "web03",
                    Location = "journald",
                    SourceAddress = "203.0.113.9",
                    User = "bob",
                    FileName = "/etc/passwd",
                },
                options => options.Excluding(read => read.Json)
            );
    }

    [Theory]
    [InlineData("informational", 1)]
    [InlineData("low", 4)]
    [InlineData("Medium", 7)]
    [InlineData("high", 10)]
    [InlineData("critical", 13)]
    public void Takes_the_lowest_level_a_wazuh_5_word_stands_for(string word, int level) =>
        AlertText
            .Key("""{"wazuh":{"rule":{"id":"x","level":"@"}}}""".Replace("@", word, StringComparison.Ordinal))
            .Should()
            .Be($"0 {level} ");
}
