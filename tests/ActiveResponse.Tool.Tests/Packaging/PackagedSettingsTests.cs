using System.Text.Json;
using System.Text.RegularExpressions;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests.Packaging;

/// <summary>The files that packages put into /etc.</summary>
public sealed partial class PackagedSettingsTests
{
    private static string Settings => File.ReadAllText(Inputs.Repository("packaging/etc/active-response.json"));

    [Fact]
    public async Task The_settings_are_fine()
    {
        using var folder = new Folder();

        using var tool = await ToolProcess.RunAsync("settings", "check", folder.Write("active-response.json", Settings));

        tool.ExitCode.Should().Be(0, tool.ErrorText);
    }

    [Fact]
    public async Task Each_setting_that_is_commented_out_exists_and_has_a_value_that_fits()
    {
        Assert.SkipUnless(Directory.Exists("/etc"), "The folder of the kill switch must exist.");
        using var folder = new Folder();
        var lines = CommentedOut().Matches(Settings);
        lines.Should().HaveCountGreaterThan(3);

        foreach (var line in lines.Select(static match => match.Groups[1].Value))
        {
            var name = JsonDocument.Parse($"{{{line.TrimEnd(',')}}}").RootElement.EnumerateObject().Single().Name;
            var others = name == "credentials" ? "\"fleet\": \"tls://nats.example.net:4222\"," : "";
            var text = $$"""{ "config": "a.conf", "alerts": "a.json", {{others}} {{line}} }""";
            using var tool = await ToolProcess.RunAsync("settings", "check", folder.Write("active-response.json", Once(text)));

            tool.ErrorText.Should().NotContain("there is no such setting").And.NotContain("isn't");
        }
    }

    [Fact]
    public async Task The_configuration_to_start_with_has_no_mistake_and_blocks()
    {
        using var tool = await ToolProcess.RunAsync("check", Inputs.Repository("packaging/etc/ossec.conf"));

        tool.ExitCode.Should().Be(0, tool.ErrorText);
        tool.OutputText.Should().Contain("0 errors, 0 warnings").And.Contain("firewall-drop600").And.Contain("level 10+");
    }

    [Fact]
    public void The_licences_name_every_package_that_the_tool_is_made_of()
    {
        string[] onlyForBuilding = ["Microsoft.CodeAnalysis.BannedApiAnalyzers", "Microsoft.CodeAnalysis.PublicApiAnalyzers", "MinVer"];
        var copyright = File.ReadAllText(Inputs.Repository("packaging/copyright"));
        using var locked = JsonDocument.Parse(File.ReadAllText(Inputs.Repository("src/ActiveResponse.Tool/packages.lock.json")));
        var packages = locked
            .RootElement.GetProperty("dependencies")
            .EnumerateObject()
            .SelectMany(static framework => framework.Value.EnumerateObject())
            .Where(static package => package.Value.GetProperty("type").GetString() != "Project")
            .Select(static package => package.Name)
            .Except(onlyForBuilding)
            .ToList();

        packages.Should().HaveCountGreaterThan(10);
        packages.Where(package => !Regex.IsMatch(copyright, $@"^ {Regex.Escape(package)}[,.]$", RegexOptions.Multiline)).Should().BeEmpty();
    }

    // A setting that the line gives, too, isn't given twice.
    private static string Once(string text)
    {
        foreach (var name in new[] { "config", "alerts" })
        {
            var first = $"\"{name}\": \"a.{(name == "config" ? "conf" : "json")}\",";
            text = text.Split($"\"{name}\"").Length > 2 ? text.Replace(first, "", StringComparison.Ordinal) : text;
        }

        return text;
    }

    [GeneratedRegex("""^  // ("[a-zA-Z0-9]+": .*)$""", RegexOptions.Multiline)]
    private static partial Regex CommentedOut();
}
