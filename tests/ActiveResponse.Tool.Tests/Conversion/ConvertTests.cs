using System.Text.Json;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests.Conversion;

/// <summary><c>convert</c>.</summary>
public sealed class ConvertTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("wazuh", ConfigDialect.Wazuh)]
    [InlineData("ossec", ConfigDialect.Ossec)]
    public async Task Jails_become_responses_that_the_dialect_accepts(string to, ConfigDialect dialect)
    {
        _folder.Write(
            "jail.conf",
            """
            [DEFAULT]
            bantime = 10m
            bantime.increment = true
            bantime.maxtime = 1h
            ignoreip = 127.0.0.1/8 2001:db8::1 gw.example.net
            action = iptables-allports[name=%(__name__)s]
            [sshd]
            enabled = true
            [web]
            enabled = true
            bantime = -1
            [off]
            """
        );

        using var convert = await ToolProcess.RunAsync(
            "convert",
            _folder.File(""),
            "--from",
            "fail2ban",
            "--to",
            to,
            "--group",
            "web=^web,"
        );

        convert.ExitCode.Should().Be(0, convert.ErrorText);
        var config = Parsed(convert.OutputText, dialect);
        config.AllowList.Entries.Select(static entry => entry.Text).Should().Equal("127.0.0.0/8", "2001:db8::1", "gw.example.net");
        config
            .Responses.Select(static response => (response.RulesGroup, response.Timeout.TotalSeconds))
            .Should()
            .Equal((@"sshd,\.*authentication_failures", 600), ("^web,", 0));
        config.RepeatedOffenders.Steps.Select(static step => step.TotalMinutes).Should().Equal(20, 40, 60);
        convert.ErrorText.Should().Contain("changed: filter, maxretry, findtime: rules detect");
    }

    [Theory]
    [InlineData("bantime = 0", "bantime 0 bans nobody")]
    [InlineData("action = sendmail-whois[name=ssh]", "the action 'sendmail-whois' blocks nothing here")]
    public async Task A_jail_that_blocks_nobody_becomes_no_response(string option, string why)
    {
        _folder.Write("jail.conf", $"[DEFAULT]\naction = nftables\n[sshd]\nenabled = true\n{option}\n");

        using var convert = await ToolProcess.RunAsync("convert", _folder.File(""), "--from", "fail2ban", "--partial");

        convert.ErrorText.Should().Contain(why);
        Parsed(convert.OutputText, ConfigDialect.Wazuh).Responses.Should().BeEmpty();
    }

    [Fact]
    public async Task A_response_of_a_jail_fires_for_repeated_failures_of_its_service_alone()
    {
        _folder.Write("jail.conf", "[sshd]\nenabled = true\naction = nftables\n");
        using var convert = await ToolProcess.RunAsync("convert", _folder.File(""), "--from", "fail2ban");
        var file = _folder.Write("ossec.conf", convert.OutputText);

        (await FiresAsync(file, "syslog", "sshd", "authentication_failures")).Should().BeTrue(convert.OutputText);
        (await FiresAsync(file, "syslog", "sshd", "authentication_failed")).Should().BeFalse();
        (await FiresAsync(file, "syslog", "dovecot", "authentication_failures")).Should().BeFalse();
    }

    [Fact]
    public async Task What_can_not_be_said_is_named_and_nothing_is_printed_unless_a_part_is_wanted()
    {
        _folder.Write("jail.conf", Unsayable);

        using var whole = await ToolProcess.RunAsync("convert", _folder.File(""), "--from", "fail2ban");
        using var part = await ToolProcess.RunAsync("convert", _folder.File(""), "--from", "fail2ban", "--partial");
        using var json = await ToolProcess.RunAsync("convert", _folder.File(""), "--from", "fail2ban", "--json");

        whole.ExitCode.Should().Be(1);
        whole.OutputText.Should().BeEmpty();
        whole
            .ErrorText.Should()
            .Contain("left out: jail sshd: ignoreip 'file:/etc/trusted'")
            .And.Contain("left out: jail sshd: the action 'sendmail'")
            .And.Contain("changed: jail sshd: it blocked ports")
            .And.Contain("left out: jail sshd: ignorecommand")
            .And.Contain("left out: jail sshd: bantime.formula")
            .And.Contain("left out: jail recidive: it bans who was banned before")
            .And.Contain("left out: jail web: which rules detect it isn't known: give --group web=PATTERN")
            .And.Contain("print the rest with --partial");
        part.ExitCode.Should().Be(0);
        Parsed(part.OutputText, ConfigDialect.Wazuh).Responses.Should().ContainSingle();
        json.ExitCode.Should().Be(1);
        var root = JsonDocument.Parse(json.OutputText).RootElement;
        root.GetProperty("whole").GetBoolean().Should().BeFalse();
        root.GetProperty("settings").ValueKind.Should().Be(JsonValueKind.Null);
        root.GetProperty("remarks")
            .EnumerateArray()
            .Count(static remark => remark.GetProperty("kind").GetString() == "left-out")
            .Should()
            .Be(8, "each jail has the list of ignored addresses");
    }

    [Fact]
    public async Task Level_or_group_of_OSSEC_is_two_responses_of_Wazuh()
    {
        var file = _folder.Write("ossec.conf", Ossec);

        using var convert = await ToolProcess.RunAsync("convert", file, "--from", "ossec", "--to", "wazuh");

        convert.ExitCode.Should().Be(0, convert.ErrorText);
        var config = Parsed(convert.OutputText, ConfigDialect.Wazuh);
        config
            .Responses.Select(static response => (response.Command.Executable, response.Level, response.RulesGroup, response.RulesIdText))
            .Should()
            .Equal(("firewall-drop", 10, null, "5712"), ("firewall-drop", null, "sshd", null), ("mine.py", 7, null, null));
        config.Commands.Select(static command => command.Name).Should().Equal("firewall-drop", "mine", "by-hand");
        config.RepeatedOffenders.Steps.Select(static step => step.TotalMinutes).Should().Equal(30, 60);
        convert
            .ErrorText.Should()
            .Contain("changed: firewall-drop600: level or rules_group matches in OSSEC, in Wazuh both must")
            .And.Contain("changed: mine: 'mine.py' gets JSON on standard input")
            .And.Contain("changed: white_list: a listed address stops every response in Wazuh")
            .And.Contain("changed: location all: Wazuh orders it on active agents only");
    }

    [Fact]
    public async Task Level_and_group_of_Wazuh_can_not_be_said_in_OSSEC_and_rule_ids_can()
    {
        var file = _folder.Write(
            "ossec.conf",
            """
            <ossec_config>
              <command><name>fw</name><executable>firewall-drop</executable><extra_args>-x</extra_args>
                <timeout_allowed>yes</timeout_allowed></command>
              <command><name>lock</name><executable>disable-account</executable><timeout_allowed>no</timeout_allowed></command>
              <active-response><command>fw</command><location>local</location><level>7</level>
                <rules_group>sshd</rules_group><timeout>60</timeout></active-response>
              <active-response><command>fw</command><location>local</location><level>7</level><rules_group>web</rules_group>
                <rules_id>31151</rules_id><timeout>60</timeout></active-response>
              <active-response><command>lock</command><location>server</location><rules_id>5720</rules_id></active-response>
            </ossec_config>
            """
        );

        using var refused = await ToolProcess.RunAsync("convert", file, "--from", "wazuh", "--to", "ossec");
        using var convert = await ToolProcess.RunAsync("convert", file, "--from", "wazuh", "--to", "ossec", "--partial");

        refused.ExitCode.Should().Be(1);
        refused.ErrorText.Should().Contain("level and rules_group must both match in Wazuh").And.Contain("extra_args '-x'");
        var config = Parsed(convert.OutputText, ConfigDialect.Ossec);
        config
            .Responses.Select(static response => (response.Command.Executable, response.Command.Expect, response.RulesIdText))
            .Should()
            .Equal(("firewall-drop.sh", ExpectedFields.SourceAddress, "31151"), ("disable-account.sh", ExpectedFields.User, "5720"));
    }

    [Fact]
    public async Task Responses_become_active_responses_of_Wazuh_5_with_its_members_alone()
    {
        var file = _folder.Write("ossec.conf", Ossec);

        using var refused = await ToolProcess.RunAsync("convert", file, "--from", "ossec", "--to", "wazuh5");
        using var convert = await ToolProcess.RunAsync("convert", file, "--from", "ossec", "--to", "wazuh5", "--partial");

        refused.ExitCode.Should().Be(1);
        refused.ErrorText.Should().Contain("left out: repeated_offenders").And.Contain("left out: white_list: 1 entries");
        convert
            .Output.Should()
            .Equal(
                """{"name":"firewall-drop","executable":"firewall-drop","extra_arguments":null,"location":"""
                    + "\"local\""
                    + ""","type":"stateful","stateful_timeout":600}""",
                """{"name":"mine","executable":"mine.py","extra_arguments":null,"location":"all","type":"stateless"}"""
            );
        convert.ErrorText.Should().Contain("looks for level 10 or more or a group that matches 'sshd' or rule 5712");
    }

    [Theory]
    [InlineData("ossec", "ossec")]
    [InlineData("wazuh", "wazuh")]
    [InlineData("fail2ban", "wazuh5")]
    public async Task Only_one_form_is_converted_to_another(string from, string to)
    {
        using var convert = await ToolProcess.RunAsync("convert", _folder.File(""), "--from", from, "--to", to);

        convert.ExitCode.Should().Be(2);
        convert.ErrorText.Should().Contain($"'{from}' can't be converted to '{to}'");
    }

    [Theory]
    [InlineData("sshd=a<b")]
    [InlineData("=x")]
    [InlineData("sshd")]
    [InlineData("sshd= ")]
    public async Task A_pattern_that_would_be_a_tag_is_refused(string group)
    {
        using var convert = await ToolProcess.RunAsync("convert", _folder.File(""), "--from", "fail2ban", "--group", group);

        convert.ExitCode.Should().Be(2);
    }

    private const string Unsayable = """
        [DEFAULT]
        ignoreip = file:/etc/trusted
        [sshd]
        enabled = true
        action = iptables-multiport[name="a, b[x]", port=ssh]
                 sendmail[dest=root]
        ignorecommand = /bin/true
        bantime.increment = true
        bantime.formula = ban.Time * 2
        [recidive]
        enabled = true
        [web]
        enabled = true
        """;

    private const string Ossec = """
        <ossec_config>
          <global><white_list>192.0.2.1</white_list></global>
          <command><name>firewall-drop</name><executable>firewall-drop.sh</executable><expect>srcip</expect>
            <timeout_allowed>yes</timeout_allowed></command>
          <command><name>mine</name><executable>mine.py</executable><expect></expect><timeout_allowed>no</timeout_allowed></command>
          <command><name>by-hand</name><executable>x.sh</executable><expect>user</expect><timeout_allowed>no</timeout_allowed></command>
          <active-response><repeated_offenders>30,60</repeated_offenders></active-response>
          <active-response><command>firewall-drop</command><location>local</location><level>10</level><rules_group>sshd</rules_group>
            <rules_id>5712</rules_id><timeout>600</timeout></active-response>
          <active-response><command>mine</command><location>all</location><level>7</level></active-response>
        </ossec_config>
        """;

    private async Task<bool> FiresAsync(string config, params string[] groups)
    {
        var alert = Inputs.Alert("203.0.113.9").TrimEnd();
        var changed = System.Text.RegularExpressions.Regex.Replace(
            alert,
            "\"groups\":\\[[^]]*\\]",
            $"\"groups\":[{string.Join(',', groups.Select(static group => $"\"{group}\""))}]"
        );
        changed.Should().NotBe(alert);
        using var explain = await ToolProcess.RunAsync(
            "explain",
            "--config",
            config,
            "--alert",
            _folder.Write("alert.json", changed + "\n"),
            "--json"
        );
        return explain.OutputText.Contains("\"fired\":true", StringComparison.Ordinal);
    }

    private static ActiveResponseConfig Parsed(string text, ConfigDialect dialect)
    {
        var result = new OssecConfigParser().Parse(System.Text.Encoding.UTF8.GetBytes(text), new ConfigParseOptions { Dialect = dialect });
        result.Problems.Where(static problem => problem.Severity == ConfigSeverity.Error).Should().BeEmpty();
        result.Accepted.Should().BeTrue();
        return result.Config;
    }
}
