using System.Text.Json;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

public sealed class CheckTests
{
    [Fact]
    public async Task Prints_the_whole_configuration_as_JSON()
    {
        using var folder = new Folder();
        var file = folder.Write(
            "ossec.conf",
            Inputs.Config(600, "<global><white_list>192.0.2.0/24</white_list><white_list>gw.example.net</white_list></global>")
        );
        using var tool = await ToolProcess.RunAsync("check", file, "--json");

        tool.ExitCode.Should().Be(0, tool.ErrorText);
        using var json = JsonDocument.Parse(tool.OutputText);
        var root = json.RootElement;
        root.GetProperty("accepted").GetBoolean().Should().BeTrue();
        root.GetProperty("problems").GetArrayLength().Should().Be(0);
        root.GetProperty("arConf").GetString().Should().EndWith("firewall-drop600 - firewall-drop - 600\n");
        root.GetProperty("disabled").GetBoolean().Should().BeFalse();
        root.GetProperty("commands")[0].GetProperty("timeoutAllowed").GetBoolean().Should().BeTrue();
        root.GetProperty("allowList").GetProperty("networks")[0].GetString().Should().Be("192.0.2.0/24");
        root.GetProperty("allowList").GetProperty("hosts")[0].GetString().Should().Be("gw.example.net");
        var response = root.GetProperty("responses")[0];
        response.GetProperty("name").GetString().Should().Be("firewall-drop600");
        response.GetProperty("locations")[0].GetString().Should().Be("local");
        response.GetProperty("level").GetInt32().Should().Be(6);
        response.GetProperty("timeoutSeconds").GetInt32().Should().Be(600);
    }

    [Fact]
    public async Task Refuses_with_line_and_column_and_exit_code_1()
    {
        using var folder = new Folder();
        var file = folder.Write(
            "ossec.conf",
            "<ossec_config>\n  <active-response>\n    <command>nowhere</command>\n    <location>local</location>\n  "
                + "</active-response>\n</ossec_config>\n"
        );
        using var tool = await ToolProcess.RunAsync("check", file, "--dialect", "ossec");

        tool.ExitCode.Should().Be(1);
        tool.OutputText.Should().Contain($"{file}:").And.Contain("error 1303").And.Contain("OSSEC refuses");
        tool.ErrorText.Should().BeEmpty();
    }

    [Theory]
    [InlineData("sshd_rules.xml", null, 0)]
    [InlineData("sshd_rules.xml", "rules", 1)]
    [InlineData("mine.xml", null, 1)]
    [InlineData("mine.xml", "rules", 0)]
    [InlineData("rules/mine.xml", "rules", 0)]
    public async Task Looks_for_the_rule_files_OSSEC_would_not_start_without(string included, string? rules, int exitCode)
    {
        using var folder = new Folder();
        Directory.CreateDirectory(folder.File("rules"));
        folder.Write("rules/mine.xml", "<group name=\"mine,\"></group>\n");
        Directory.CreateDirectory(folder.File("lone/deep"));
        var file = folder.Write("lone/deep/ossec.conf", $"<ossec_config><rules><include>{included}</include></rules></ossec_config>\n");
        string[] named = rules is null ? [] : ["--rules", folder.File(rules)];
        using var tool = await ToolProcess.RunAsync(["check", file, "--dialect", "ossec", .. named]);

        tool.ExitCode.Should().Be(exitCode, tool.OutputText);
        tool.OutputText.Contains("error 1226", StringComparison.Ordinal).Should().Be(exitCode == 1);
    }

    [Theory]
    [InlineData("mine.xml", 0)]
    [InlineData("sshd_rules.xml", 1)]
    public async Task Finds_the_rules_folder_beside_that_of_the_configuration(string included, int exitCode)
    {
        using var folder = new Folder();
        Directory.CreateDirectory(folder.File("rules"));
        Directory.CreateDirectory(folder.File("etc"));
        folder.Write("rules/mine.xml", "<group name=\"mine,\"></group>\n");
        var file = folder.Write("etc/ossec.conf", $"<ossec_config><rules><include>{included}</include></rules></ossec_config>\n");
        using var tool = await ToolProcess.RunAsync("check", file, "--dialect", "ossec");

        tool.ExitCode.Should().Be(exitCode, tool.OutputText);
    }

    [Theory]
    [InlineData("", 0, "on an agent")]
    [InlineData("agent", 0, "on an agent")]
    [InlineData("server", 1, "ca_verification")]
    [InlineData("standalone", 1, "ca_verification")]
    public async Task The_role_decides_whose_reading_of_an_agents_file_counts(string role, int exitCode, string words)
    {
        using var folder = new Folder();
        var file = folder.Write(
            "ossec.conf",
            "<ossec_config><client><server><address>192.0.2.1</address></server></client>"
                + "<active-response><disabled>no</disabled><ca_verification>yes</ca_verification></active-response></ossec_config>"
        );
        string[] given = role.Length == 0 ? [] : ["--role", role];
        using var tool = await ToolProcess.RunAsync(["check", file, .. given]);

        tool.ExitCode.Should().Be(exitCode, tool.OutputText);
        tool.OutputText.Should().Contain(words);
    }

    [Theory]
    [InlineData("chekc", "'check'")]
    [InlineData("lsit", "'list'")]
    [InlineData("helth", "'health'")]
    [InlineData("unblock", "'lift'")]
    [InlineData("run --aletrs a --config b", "'--alerts'")]
    [InlineData("list --jsno", "'--json'")]
    [InlineData("lift --al", "'--all'")]
    [InlineData("allow lst", "'list'")]
    [InlineData("check a --dailect=ossec", "'--dialect'")]
    public async Task A_word_that_is_unknown_is_answered_with_the_nearest_one(string line, string meant)
    {
        using var tool = await ToolProcess.RunAsync(line.Split(' '));

        tool.ExitCode.Should().Be(2);
        tool.ErrorText.Should().Contain($"Did you mean {meant}?");
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_a_problem_and_not_an_exception()
    {
        using var tool = await ToolProcess.RunAsync("check", "/nowhere/ossec.conf");
        tool.ExitCode.Should().Be(1);
        (tool.OutputText + tool.ErrorText).Should().Contain("/nowhere/ossec.conf").And.NotContain("Exception").And.NotContain("   at ");
    }

    [Fact]
    public async Task A_name_that_is_none_is_told_in_plain_words()
    {
        using var tool = await ToolProcess.RunAsync("check", "");
        tool.ExitCode.Should().Be(1);
        tool.OutputText.Should().Contain("isn't a file name").And.Contain("1 error, 0 warnings").And.NotContain("Parameter");
    }

    [Theory]
    [InlineData]
    [InlineData("check")]
    [InlineData("check", "a", "--dialect", "nagios")]
    [InlineData("frobnicate")]
    [InlineData("run", "--config", "a")]
    public async Task A_wrong_command_line_is_exit_code_2(params string[] arguments)
    {
        using var tool = await ToolProcess.RunAsync(arguments);
        tool.ExitCode.Should().Be(2);
        tool.ErrorText.Should().Contain("--help");
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("--version")]
    public async Task Help_and_version_are_fine(string argument)
    {
        using var tool = await ToolProcess.RunAsync(argument);
        tool.ExitCode.Should().Be(0);
        tool.OutputText.Should().NotBeEmpty();
    }
}
