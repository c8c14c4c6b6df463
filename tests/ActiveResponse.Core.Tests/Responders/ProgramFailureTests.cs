using ActiveResponse.Processes;
using ActiveResponse.Responders;

namespace ActiveResponse.Tests.Responders;

/// <summary>One line with cause and remedy for every way in which a program can fail.</summary>
public sealed class ProgramFailureTests
{
    private readonly ProgramFailure _failure = new("prog", "Install prog (apt-get install prog).")
    {
        Task = "change the table",
        Rights = "Run as root, or with CAP_X.",
        Hints = [new(9, "the daemon is stopped. Start it. ({0})"), new("the table is full. Allow more entries.", "Table full", "no room")],
    };

    [Theory]
    [InlineData("prog: Table full\n", "the table is full. Allow more entries.")]
    [InlineData("prog: there is NO ROOM left\n", "the table is full. Allow more entries.")]
    [InlineData("prog: bad entry\nusage: prog …\n", "prog: bad entry.")]
    [InlineData("note of another library\nprog: bad entry.\n", "prog: bad entry.")]
    [InlineData("prog-restore v1.2 (x): bad entry\n", "prog: bad entry.")]
    [InlineData("# Warning: old tables\nError: bad entry\n", "prog: bad entry.")]
    [InlineData("Error in line 2: bad entry\n", "prog: Error in line 2: bad entry.")]
    [InlineData(
        "prog: Operation not permitted\n",
        "prog isn't permitted to change the table. Run as root, or with CAP_X. Its error: Operation not permitted."
    )]
    [InlineData("", "prog: exit code 1, without a message.")]
    [InlineData("prog: \u001b[31mred\n", "prog: \\u001b[31mred.")]
    public void Explains_what_the_program_wrote(string error, string explained) =>
        _failure.Explain(CommandResult.Exited(1, error: error)).Should().Be(explained);

    [Fact]
    public void Explains_an_exit_code() =>
        _failure.Explain(CommandResult.Exited(9, error: "prog: no daemon\n")).Should().Be("the daemon is stopped. Start it. (no daemon.)");

    [Fact]
    public void Takes_the_words_of_standard_output_where_there_are_no_others() =>
        _failure
            .Explain(CommandResult.Exited(1, output: "\n  The parameter is incorrect.\n"))
            .Should()
            .Be("prog: The parameter is incorrect.");

    [Fact]
    public void Names_the_package_of_a_program_that_is_missing()
    {
        var missing = CommandResult.NotStarted(StartFailure.NotFound, "");

        _failure.Explain(missing).Should().Be("prog isn't installed. Install prog (apt-get install prog).");
        new ProgramFailure("prog").Explain(missing).Should().Be("prog isn't installed, or isn't in a system folder.");
    }

    [Fact]
    public void Explains_a_program_that_never_answered()
    {
        _failure
            .Explain(CommandResult.NotStarted(StartFailure.NotPermitted, "no\nright"))
            .Should()
            .Be("prog can't be started: no\\u000aright");
        _failure.Explain(new CommandResult { Outcome = CommandOutcome.TimedOut }).Should().Be("prog didn't end in time and was stopped.");
        _failure.Explain(new CommandResult { Outcome = CommandOutcome.Signaled, Signal = 9 }).Should().Be("prog was ended by signal 9.");
    }
}
