using System.CommandLine;
using ActiveResponse.Tool.Commands;

namespace ActiveResponse.Tool.Tests.Packaging;

/// <summary>The manual pages say what the commands and the document about the tool say.</summary>
public sealed class ManPagesTests
{
    private static IEnumerable<Command> Commands => AllCommands.For([]).Subcommands.Where(static command => !command.Hidden);

    [Fact]
    public void Mandoc_finds_nothing_to_mend()
    {
        Programs.Need("mandoc", "mandoc");
        using var files = new SystemFiles();

        files.Pages.Should().HaveCountGreaterThan(10);
        var (_, text) = Programs.Run("mandoc", ["-T", "lint", "-W", "warning", .. files.Pages]);

        // Whoever has no such pages installed is told that they can't be found.
        text.Split('\n').Where(static line => line.Length > 0 && !line.Contains("referenced manual not found")).Should().BeEmpty();
    }

    [Fact]
    public void Every_command_has_a_page_with_each_of_its_options()
    {
        using var files = new SystemFiles();

        foreach (var command in Commands)
        {
            var page = files.PageOf($"active-response-{command.Name}.8");
            foreach (var option in AllOf(command).SelectMany(static one => one.Options).Where(static option => !option.Hidden))
            {
                page.Should().Contain(option.Name.Replace("-", @"\-", StringComparison.Ordinal));
            }

            foreach (var below in command.Subcommands)
            {
                page.Should().Contain($".SS {command.Name} {below.Name}".Replace("-", @"\-", StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void The_page_of_the_tool_lists_all_commands_and_has_the_sections_of_the_document()
    {
        using var files = new SystemFiles();
        var page = files.PageOf("active-response.8");

        foreach (var command in Commands)
        {
            page.Should().Contain($@"\fBactive\-response\-{command.Name.Replace("-", @"\-", StringComparison.Ordinal)}\fR(8)");
        }

        page.Should().Contain(".SH EXIT CODES").And.Contain(".SH TARGETS AND DURATIONS").And.Contain(".SH SIGNALS");
        page.Should().NotContain(".SH GET IT").And.NotContain("](", "links are of no use in a terminal").And.NotContain("```");
        page.Should().NotContain(@"system\-files", "it is for whoever makes packages");
    }

    [Fact]
    public void The_page_of_the_settings_has_each_key()
    {
        using var files = new SystemFiles();
        var page = files.PageOf("active-response.json.5");

        page.Should().Contain(@"\fBkillSwitch\fR").And.Contain(@"\fBmaxAge\fR").And.Contain("Comments and trailing commas are allowed");
    }

    [Fact]
    public void Made_twice_they_are_the_same_and_have_the_date_they_are_given()
    {
        using var first = new SystemFiles(0);
        using var second = new SystemFiles(0);

        first.Pages.Select(File.ReadAllText).Should().Equal(second.Pages.Select(File.ReadAllText));
        first.PageOf("active-response.8").Should().Contain("1970-01-01");
    }

    private static IEnumerable<Command> AllOf(Command command) => command.Subcommands.SelectMany(AllOf).Prepend(command);
}
