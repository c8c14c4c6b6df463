using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Accounts;
using ActiveResponse.Testing;

namespace ActiveResponse.Tests.Responders.Accounts;

/// <summary>What passwd may answer, and what it comes to.</summary>
public sealed class PasswdAnswersTests
{
    private readonly FakeCommandRunner _runner = new();
    private readonly DisableAccountResponder _responder;

    public PasswdAnswersTests()
    {
        _responder = new DisableAccountResponder(new AccountOptions(), _runner, AccountSystem.Linux, new OwnAccounts([0], null, null));
        _runner.Answer(
            static command => command.Executable == "getent",
            CommandResult.Exited(0, "mallory:x:1500:1500::/home/mallory:/bin/sh\n")
        );
        Status("mallory P 2026-11-22 0 99999 7 -1\n");
    }

    [Fact]
    public async Task An_exit_code_of_0_is_not_believed_when_the_account_is_still_open()
    {
        var result = await _responder.ApplyAsync("mallory");

        result.Outcome.Should().Be(ActionOutcome.Failed);
        result.Detail.Should().Be("passwd reported success, but the account is not locked");
        result.MayBeInPlace.Should().BeFalse();
    }

    [Fact]
    public async Task An_exit_code_of_0_is_not_believed_when_the_account_is_still_locked()
    {
        Status("mallory L 2026-11-22 0 99999 7 -1\n");

        var result = await _responder.RevertAsync("mallory");

        result.Outcome.Should().Be(ActionOutcome.Failed);
        result.Detail.Should().Be("passwd reported success, but the account is not unlocked");
    }

    [Fact]
    public async Task What_is_open_is_not_unlocked()
    {
        (await _responder.RevertAsync("mallory")).Outcome.Should().Be(ActionOutcome.AlreadyLifted);
        _runner.CommandLines.Should().Equal("getent passwd mallory", "passwd -S mallory");
    }

    [Fact]
    public async Task Says_what_passwd_says()
    {
        Change("-l", CommandResult.Exited(5, error: "passwd: cannot lock /etc/shadow; try again later.\n"));

        (await _responder.ApplyAsync("mallory"))
            .Detail.Should()
            .Be("passwd ended with exit code 5: passwd: cannot lock /etc/shadow; try again later.");
    }

    [Fact]
    public async Task When_nothing_can_be_read_back_the_account_may_be_locked()
    {
        var answers = new Queue<CommandResult>([
            CommandResult.Exited(0, "mallory P\n"),
            CommandResult.Exited(1, error: "passwd: out of memory\n"),
        ]);
        var runner = new Scripted(command =>
            command switch
            {
                { Executable: "getent" } => CommandResult.Exited(0, "mallory:x:1500:1500::/:/bin/sh\n"),
                { Arguments: ["-S", ..] } => answers.Dequeue(),
                _ => CommandResult.Exited(0),
            }
        );
        var responder = new DisableAccountResponder(new AccountOptions(), runner, AccountSystem.Linux, new OwnAccounts([0], null, null));

        var result = await responder.ApplyAsync("mallory");

        result.Outcome.Should().Be(ActionOutcome.Failed);
        result.MayBeInPlace.Should().BeTrue();
        result.Detail.Should().Contain("out of memory");
    }

    [Fact]
    public async Task A_passwd_that_was_stopped_but_has_locked_counts_as_applied()
    {
        var answers = new Queue<string>(["mallory P\n", "mallory L\n"]);
        var runner = new Scripted(command =>
            command switch
            {
                { Executable: "getent" } => CommandResult.Exited(0, "mallory:x:1500:1500::/:/bin/sh\n"),
                { Arguments: ["-S", ..] } => CommandResult.Exited(0, answers.Dequeue()),
                _ => new CommandResult { Outcome = CommandOutcome.TimedOut },
            }
        );
        var responder = new DisableAccountResponder(new AccountOptions(), runner, AccountSystem.Linux, new OwnAccounts([0], null, null));

        (await responder.ApplyAsync("mallory")).Outcome.Should().Be(ActionOutcome.Applied);
    }

    [Theory]
    [InlineData("mallory PS 2026-11-22 0 99999 7 -1 (Password set, SHA512 crypt.)\n", ActionOutcome.Failed)]
    [InlineData("mallory LK 2026-11-22 0 99999 7 -1 (Password locked.)\n", ActionOutcome.AlreadyApplied)]
    [InlineData("mallory L\n", ActionOutcome.AlreadyApplied)]
    [InlineData("mallory NP 2026-11-22 0 99999 7 -1 (Empty password.)\n", ActionOutcome.Refused)]
    public async Task Reads_the_status_words_of_Debian_and_Red_Hat(string status, ActionOutcome outcome)
    {
        Status(status);

        (await _responder.ApplyAsync("mallory")).Outcome.Should().Be(outcome);
    }

    [Theory]
    [InlineData("")]
    [InlineData("mallory\n")]
    [InlineData("mallory X\n")]
    [InlineData("bob L 2026-11-22\n")]
    public async Task Locks_nothing_whose_status_is_unknown(string status)
    {
        Status(status);

        var result = await _responder.ApplyAsync("mallory");

        result.Outcome.Should().Be(ActionOutcome.Failed);
        result.Detail.Should().Contain("doesn't report");
        _runner.CommandLines.Should().HaveCount(2);
    }

    [Theory]
    [InlineData("getent")]
    [InlineData("passwd")]
    public async Task Says_which_program_is_missing(string program)
    {
        _runner.Answer(command => command.Executable == program, CommandResult.NotStarted(StartFailure.NotFound, "not found"));

        var result = await _responder.ApplyAsync("mallory");

        result.Outcome.Should().Be(ActionOutcome.Failed);
        result.Detail.Should().StartWith(program).And.Contain("isn't installed");
    }

    [Fact]
    public async Task An_account_source_that_does_not_answer_is_no_missing_account()
    {
        _runner.Answer(static command => command.Executable == "getent", CommandResult.Exited(3));

        (await _responder.RevertAsync("mallory")).Outcome.Should().Be(ActionOutcome.Failed, "it would be forgotten, and stay locked");
    }

    private void Status(string text) => Change("-S", CommandResult.Exited(0, text));

    private void Change(string option, CommandResult result) =>
        _runner.Answer(command => command.Executable == "passwd" && command.Arguments[0] == option, result);

    private sealed class Scripted(Func<CommandInvocation, CommandResult> answer) : ICommandRunner
    {
        public ValueTask<CommandResult> RunAsync(CommandInvocation command, CancellationToken cancellationToken) =>
            ValueTask.FromResult(answer(command));

        public ValueTask<CommandResult> ConverseAsync(
            CommandInvocation command,
            CommandDialogue dialogue,
            CancellationToken cancellationToken
        ) => throw new NotSupportedException();
    }
}
