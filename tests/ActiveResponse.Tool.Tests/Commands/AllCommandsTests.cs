using System.CommandLine;
using ActiveResponse.Tool.Commands;

namespace ActiveResponse.Tool.Tests.Commands;

public sealed class AllCommandsTests
{
    [Theory]
    [InlineData()]
    [InlineData("--help")]
    [InlineData("chekc")]
    [InlineData("--json", "check")]
    public void Makes_all_commands_where_the_arguments_begin_with_none(params string[] arguments) =>
        AllCommands
            .For(arguments)
            .Subcommands.Select(static command => command.Name)
            .Should()
            .Equal(
                "check",
                "explain",
                "run",
                "execd",
                "wpk",
                "list",
                "lift",
                "block",
                "extend",
                "history",
                "stats",
                "allow",
                "export",
                "import",
                "convert",
                "health",
                "doctor",
                "dashboard",
                "top",
                "fleet",
                "settings",
                "uninstall",
                "install-scripts"
            );

    [Fact]
    public void Makes_only_the_command_the_arguments_begin_with()
    {
        foreach (var command in AllCommands.For([]).Subcommands)
        {
            AllCommands.For([command.Name, "list"]).Subcommands.Should().ContainSingle().Which.Name.Should().Be(command.Name);
        }
    }

    [Fact]
    public void A_command_made_alone_has_the_same_help_and_the_same_complaints()
    {
        foreach (var command in AllCommands.For([]).Subcommands)
        {
            Answer(AllCommands.For([command.Name]), command.Name, "--help")
                .Should()
                .Be(Answer(AllCommands.For([]), command.Name, "--help"))
                .And.Contain($" {command.Name} ");
            Answer(AllCommands.For([command.Name]), command.Name, "list", "--no-such", "check")
                .Should()
                .Be(Answer(AllCommands.For([]), command.Name, "list", "--no-such", "check"));
        }
    }

    private static string Answer(RootCommand root, params string[] arguments)
    {
        var output = new StringWriter();
        var parsed = root.Parse(arguments);
        foreach (var error in parsed.Errors)
        {
            output.WriteLine(error.Message);
        }

        if (parsed.Errors.Count == 0)
        {
            parsed.Invoke(new InvocationConfiguration { Output = output, Error = output });
        }

        return output.ToString();
    }
}
