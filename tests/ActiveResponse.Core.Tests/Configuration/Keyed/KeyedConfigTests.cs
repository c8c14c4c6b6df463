using System.Text;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Keyed;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace ActiveResponse.Tests.Configuration.Keyed;

public sealed class KeyedConfigTests
{
    private const string Good = """
        {
          "ActiveResponse": {
            "Dialect": "Ossec",
            "AllowList": ["192.0.2.0/28", "2001:db8:a::/48", "admin.example.net", "!192.0.2.9"],
            "RepeatedOffenders": [1, 5, 30],
            "Commands": [
              { "Name": "drop", "Executable": "firewall-drop", "Expect": ["srcip", "username"], "TimeoutAllowed": true },
              { "Name": "tell", "Executable": "tell.sh" }
            ],
            "Responses": [
              { "Command": "drop", "Location": ["local", "defined-agent"], "AgentId": "003", "Level": 7,
              "RulesId": [5712, 5720], "RulesGroup": "sshd,|web,", "Timeout": "00:10:00" },
              { "Command": "drop", "Location": "all", "Level": 12, "Timeout": 60 },
              { "Command": "tell", "Location": "server", "RulesId": "100" }
            ]
          }
        }
        """;

    private const string SameAsXml = """
        <ossec_config>
          <active-response><repeated_offenders>1,5,30</repeated_offenders></active-response>
          <global>
            <white_list>192.0.2.0/28</white_list><white_list>2001:db8:a::/48</white_list>
            <white_list>admin.example.net</white_list><white_list>!192.0.2.9</white_list>
          </global>
          <command><name>drop</name><executable>firewall-drop</executable>
          <expect>srcip,username</expect><timeout_allowed>yes</timeout_allowed></command>
          <command><name>tell</name><executable>tell.sh</executable><expect></expect></command>
          <active-response>
            <command>drop</command><location>local,defined-agent</location>
            <agent_id>003</agent_id><level>7</level><rules_id>5712,5720</rules_id>
            <rules_group>sshd,|web,</rules_group><timeout>600</timeout>
          </active-response>
          <active-response><command>drop</command><location>all</location><level>12</level><timeout>60</timeout></active-response>
          <active-response><command>tell</command><location>server</location><rules_id>100</rules_id></active-response>
        </ossec_config>
        """;

    [Fact]
    public void Keys_mean_what_the_same_elements_mean()
    {
        var keyed = Read(Good);
        keyed.Problems.Should().BeEmpty();
        keyed.HasErrors.Should().BeFalse();
        var xml = new OssecConfigParser().Parse(
            Encoding.UTF8.GetBytes(SameAsXml),
            new ConfigParseOptions { Dialect = ConfigDialect.Ossec }
        );
        xml.HasErrors.Should().BeFalse();
        keyed
            .Config.Should()
            .BeEquivalentTo(
                xml.Config,
                static options => options.Excluding(static member => member.Name == "Line" || member.Name == "Version")
            );
        keyed.ArConf.Should().Equal(xml.ArConf);
        keyed.Config.Responses.Should().HaveCount(3).And.OnlyContain(static response => response.Line == 0);
    }

    [Fact]
    public void Environment_style_keys_and_any_case_are_read_too()
    {
        var result = KeyedConfigReader.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    new Dictionary<string, string?>
                    {
                        ["dialect"] = "WAZUH",
                        ["DISABLED"] = "True",
                        ["repeatedoffenders"] = "1,5",
                        ["commands:drop:name"] = "drop",
                        ["commands:drop:executable"] = "firewall-drop",
                        ["commands:drop:timeoutallowed"] = "true",
                        ["responses:a:command"] = "drop",
                        ["responses:a:location"] = "local",
                        ["responses:a:level"] = "7",
                        ["responses:a:timeout"] = "600",
                    }
                )
                .Build()
        );
        result.Problems.Should().BeEmpty();
        result.Config.Disabled.Should().BeTrue();
        result.Config.RepeatedOffenders.Steps.Should().Equal(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5));
        result.Config.Responses.Should().ContainSingle().Which.Name.Should().Be("drop600");
    }

    [Fact]
    public void A_label_may_stand_in_place_of_an_agent()
    {
        var result = Read(Wazuh("""{ "Command": "drop", "Location": "defined-agent", "AgentId": "label:web", "Level": 7 }"""));
        result.Problems.Should().BeEmpty();
        result.Config.Responses.Should().ContainSingle().Which.AgentId.Should().Be("label:web");
    }

    // Long: one row per mistake.
    public static TheoryData<string, string, string, string> Mistakes =>
        new()
        {
            {
                Wazuh("""{ "Comand": "drop", "Location": "local", "Level": 7 }"""),
                "ActiveResponse:Responses:0:Comand",
                "config-key",
                "write Command"
            },
            { Wazuh("""{ "Location": "local", "Level": 7 }"""), "ActiveResponse:Responses:0", "1281", "<command>" },
            { Wazuh("""{ "Command": "drop", "Level": 7 }"""), "ActiveResponse:Responses:0", "1281", "<location>" },
            {
                Wazuh("""{ "Command": "drp", "Location": "local", "Level": 7 }"""),
                "ActiveResponse:Responses:0:Command",
                "1303",
                "write \"drop\""
            },
            {
                Wazuh("""{ "Command": "drop", "Location": "last", "Level": 7 }"""),
                "ActiveResponse:Responses:0:Location",
                "config-value",
                "isn't a location"
            },
            {
                Wazuh("""{ "Command": "drop", "Location": [], "Level": 7 }"""),
                "ActiveResponse:Responses:0:Location",
                "config-value",
                "isn't a location"
            },
            {
                Wazuh("""{ "Command": "drop", "Location": "defined-agent", "Level": 7 }"""),
                "ActiveResponse:Responses:0:Location",
                "1304",
                "agent"
            },
            {
                Wazuh("""{ "Command": "drop", "Location": "defined-agent", "AgentId": "label:", "Level": 7 }"""),
                "ActiveResponse:Responses:0:AgentId",
                "config-value",
                "label:NAME"
            },
            {
                Wazuh("""{ "Command": "drop", "Location": "local", "Level": "high" }"""),
                "ActiveResponse:Responses:0:Level",
                "1235",
                "whole number"
            },
            {
                Wazuh("""{ "Command": "drop", "Location": "local", "Level": 7, "Timeout": "10m" }"""),
                "ActiveResponse:Responses:0:Timeout",
                "config-value",
                "00:10:00"
            },
            {
                Wazuh("""{ "Command": "drop", "Location": "local", "Level": 7, "Timeout": -1 }"""),
                "ActiveResponse:Responses:0:Timeout",
                "config-value",
                "00:10:00"
            },
            {
                Wazuh("""{ "Command": "drop", "Location": "local", "Level": 7, "Timeout": "-00:01:00" }"""),
                "ActiveResponse:Responses:0:Timeout",
                "config-value",
                "00:10:00"
            },
            {
                Wazuh("""{ "Command": "drop", "Location": "local", "Level": 7, "Timeout": "00:00:00.5" }"""),
                "ActiveResponse:Responses:0:Timeout",
                "config-value",
                "00:10:00"
            },
            {
                Wazuh("""{ "Command": "drop", "Location": "local", "Level": 7, "Timeout": "99999999" , "RulesId": {"a": ["b"]} }"""),
                "ActiveResponse:Responses:0:RulesId:a",
                "config-value",
                "one value"
            },
            { Wazuh("{}"), "ActiveResponse:Responses:0", "1230", "empty" },
            { """{ "ActiveResponse": { "Dialect": "Snort" } }""", "ActiveResponse:Dialect", "config-value", "Wazuh or Ossec" },
            { """{ "ActiveResponse": { "Disabled": "maybe" } }""", "ActiveResponse:Disabled", "config-value", "true nor false" },
            { """{ "ActiveResponse": { "AllowList": "192.0.2.1" } }""", "ActiveResponse:AllowList", "config-value", "list" },
            { """{ "ActiveResponse": { "AllowList": ["192.0.2.0/99"] } }""", "ActiveResponse:AllowList:0", "allow-list-mask", "mask" },
            { """{ "ActiveResponse": { "Commands": "drop" } }""", "ActiveResponse:Commands", "config-value", "list" },
            { """{ "ActiveResponse": { "Commands": [ { "Name": "drop" } ] } }""", "ActiveResponse:Commands:0", "1280", "<executable>" },
            {
                """{ "ActiveResponse": { "Commands": [ { "Name": "drop", "Executable": "x", "TimeoutAllowed": "yes" } ] } }""",
                "ActiveResponse:Commands:0:TimeoutAllowed",
                "config-value",
                "true nor false"
            },
            {
                """{ "ActiveResponse": { "Commands": [ { "Name": ["a"], "Executable": "x" } ] } }""",
                "ActiveResponse:Commands:0:Name",
                "config-value",
                "one value"
            },
            { """{ "Activeresponses": { } }""", "ActiveResponse", "config-value", "no such section" },
        };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_one_error_that_names_its_key(string json, string path, string code, string remedy)
    {
        var error = Read(json).Problems.Should().ContainSingle(static problem => problem.Severity == ConfigSeverity.Error).Subject;
        (error.File, error.Code).Should().Be((path, code));
        error.Message.Should().Contain(remedy);
        error.ToString().Should().StartWith($"{path}: error {code}: ");
    }

    [Fact]
    public void All_mistakes_come_at_once_in_the_order_of_the_keys()
    {
        var result = Read(
            """
            { "ActiveResponse": { "Disabled": 1, "AllowList": ["10.0.0.0/x"],
            "Commands": [ { "Name": "a" } ], "Responses": [ { "Command": "b", "Location": "local", "Level": 99 } ] } }
            """
        );
        result
            .Problems.Select(static problem => problem.File)
            .Should()
            .Equal(
                "ActiveResponse:Disabled",
                "ActiveResponse:AllowList:0",
                "ActiveResponse:Commands:0",
                "ActiveResponse:Responses:0:Command",
                "ActiveResponse:Responses:0:Level"
            );
        result.HasErrors.Should().BeTrue();
    }

    [Fact]
    public void What_is_doubtful_is_a_warning_as_in_a_file()
    {
        var result = Read(Wazuh("""{ "Command": "drop", "Location": "local", "RulesGroup": "sshd", "Timeout": 60 }"""));
        result.HasErrors.Should().BeFalse();
        result
            .Problems.Select(static problem => (problem.File, problem.Code))
            .Should()
            .Equal(("ActiveResponse:Responses:0:RulesGroup", "rules-group-comma"));
    }

    [Fact]
    public void Every_key_is_in_the_document()
    {
        var text = RepositoryFiles.Read("docs/configuration.md");
        var table = text[text.IndexOf("## Keys", StringComparison.Ordinal)..];
        foreach (
            var key in KeyedElements
                .Command.Concat(KeyedElements.Response)
                .Select(static element => element.Key)
                .Concat(["Dialect", "Disabled", "AllowList[]", "Managers[]", "RepeatedOffenders", "Commands[]", "Responses[]"])
        )
        {
            table.Should().MatchRegex($@"\| `[\w\[\]:]*{System.Text.RegularExpressions.Regex.Escape(key)}[\w:]*` \|");
        }
    }

    private static string Wazuh(string response) =>
        $$"""
            { "ActiveResponse": { "Commands": [ { "Name": "drop",
            "Executable": "firewall-drop", "TimeoutAllowed": true } ], "Responses": [ {{response}} ] } }
            """;

    private static ConfigParseResult Read(string json) =>
        KeyedConfigReader.Read(
            new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build().GetSection("ActiveResponse")
        );
}
