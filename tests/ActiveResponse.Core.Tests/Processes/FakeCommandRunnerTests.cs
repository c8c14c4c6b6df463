using ActiveResponse.Processes;
using ActiveResponse.Testing;

namespace ActiveResponse.Tests.Processes;

public class FakeCommandRunnerTests
{
    private readonly FakeCommandRunner _runner = new();

    [Fact]
    public async Task Records_what_it_is_asked_and_says_all_went_well()
    {
        var result = await _runner.RunAsync(
            new CommandInvocation("nft", "-f", "-") { StandardInput = "flush"u8.ToArray() },
            CancellationToken.None
        );
        result.IsSuccess.Should().BeTrue();
        _runner.CommandLines.Should().Equal("nft -f -");
        _runner.Calls[0].Input.Should().Be("flush");
    }

    [Fact]
    public async Task Gives_the_answer_that_fits_and_was_scripted_last()
    {
        _runner.Answer(CommandResult.Exited(1)).Answer(static c => c.Executable == "ipset", CommandResult.Exited(2, "out", "err"));
        (await _runner.RunAsync(new CommandInvocation("nft"), CancellationToken.None)).ExitCode.Should().Be(1);
        var result = await _runner.RunAsync(new CommandInvocation("ipset"), CancellationToken.None);
        (result.ExitCode, result.OutputText, result.ErrorText).Should().Be((2, "out", "err"));
    }

    [Fact]
    public async Task Talks_in_scripted_lines()
    {
        _runner.Answer(static _ => true, new FakeCommandAnswer { Lines = ["one", "a longer one"] });
        await _runner.ConverseAsync(
            new CommandInvocation("x"),
            async (talk, token) =>
            {
                (await talk.WriteLineAsync("hello"u8.ToArray(), token)).Should().BeTrue();
                (await talk.ReadLineAsync(5, TimeSpan.FromSeconds(1), token)).Bytes.ToArray().Should().Equal("one"u8.ToArray());
                (await talk.ReadLineAsync(5, TimeSpan.FromSeconds(1), token)).Status.Should().Be(LineStatus.TooLong);
                (await talk.ReadLineAsync(50, TimeSpan.FromSeconds(1), token)).Status.Should().Be(LineStatus.Line);
                (await talk.ReadLineAsync(50, TimeSpan.FromSeconds(1), token)).Status.Should().Be(LineStatus.EndOfOutput);
                talk.CloseInput();
                (await talk.WriteLineAsync("more"u8.ToArray(), token)).Should().BeFalse();
            },
            CancellationToken.None
        );
        _runner.Calls[0].Written.Should().Equal("hello");
    }

    [Fact]
    public async Task A_program_that_does_not_start_has_no_talk()
    {
        _runner.Answer(CommandResult.NotStarted(StartFailure.NotFound, "gone"));
        var result = await _runner.ConverseAsync(
            new CommandInvocation("x"),
            static (_, _) => throw new InvalidOperationException("talked"),
            CancellationToken.None
        );
        result.StartFailure.Should().Be(StartFailure.NotFound);
    }

    [Fact]
    public async Task A_program_ends_when_the_test_lets_it()
    {
        var end = new TaskCompletionSource();
        _runner.Answer(static _ => true, new FakeCommandAnswer { Until = end.Task });
        var run = _runner.RunAsync(new CommandInvocation("x"), CancellationToken.None).AsTask();
        run.IsCompleted.Should().BeFalse();
        end.SetResult();
        (await run).IsSuccess.Should().BeTrue();
    }
}
