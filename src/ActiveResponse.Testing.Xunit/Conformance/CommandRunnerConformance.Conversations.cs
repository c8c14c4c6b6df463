using System.Text;
using ActiveResponse.Processes;
using Xunit;

namespace ActiveResponse.Testing.Conformance;

/// <content>Talking to a program line by line.</content>
public abstract partial class CommandRunnerConformance
{
    [LinuxFact]
    public async Task Talks_line_by_line()
    {
        var script = Script("echoes", "while read line; do echo \"got $line\"; done; printf tail");
        var answers = new List<string>();
        var result = await ConverseAsync(
            Limited(script),
            async (talk, token) =>
            {
                foreach (var word in new[] { "one", "two" })
                {
                    Assert.True(await talk.WriteLineAsync(Encoding.UTF8.GetBytes(word), token));
                    answers.Add(await LineAsync(talk));
                }

                talk.CloseInput();
                talk.CloseInput();
                answers.Add(await LineAsync(talk));
                Assert.Equal(LineStatus.EndOfOutput, (await talk.ReadLineAsync(10, TimeSpan.FromHours(1), token)).Status);
                Assert.False(await talk.WriteLineAsync(default, token));
            }
        );
        Assert.Equal(["got one", "got two", "tail"], answers);
        Assert.True(result.IsSuccess);
        Assert.Equal("got one\ngot two\ntail", result.OutputText);
    }

    [LinuxFact]
    public async Task A_line_may_be_as_long_as_allowed_and_no_longer()
    {
        var script = Script("long", "echo 12345; echo 123456");
        await ConverseAsync(
            Limited(script),
            async (talk, token) =>
            {
                Assert.Equal(5, (await talk.ReadLineAsync(5, TimeSpan.FromHours(1), token)).Bytes.Length);
                Assert.Equal(LineStatus.TooLong, (await talk.ReadLineAsync(5, TimeSpan.FromHours(1), token)).Status);
            }
        );
        await ConverseAsync(
            Limited(Script("endless-line", "exec cat /dev/zero")),
            async (talk, token) =>
            {
                Assert.Equal(LineStatus.TooLong, (await talk.ReadLineAsync(8191, TimeSpan.FromHours(1), token)).Status);
                Clock.Advance(TimeSpan.FromSeconds(10));
                await Clock.TimerOf(TimeSpan.FromSeconds(3));
                Clock.Advance(TimeSpan.FromSeconds(3));
            }
        );
    }

    [LinuxFact]
    public async Task A_line_that_does_not_come_in_time_is_not_waited_for()
    {
        var script = Script("mute", "read x; echo heard");
        var result = await ConverseAsync(
            Limited(script),
            async (talk, token) =>
            {
                var line = talk.ReadLineAsync(100, TimeSpan.FromSeconds(1), token);
                Clock.Advance(TimeSpan.FromSeconds(1));
                Assert.Equal(LineStatus.TimedOut, (await line).Status);
                await talk.WriteLineAsync("x"u8.ToArray(), token);
                Assert.Equal("heard", await LineAsync(talk));
            }
        );
        Assert.True(result.IsSuccess);
    }

    [LinuxFact]
    public async Task A_program_that_leaves_at_once_ends_the_talk()
    {
        var result = await ConverseAsync(
            Limited(Script("gone", "exit 5")),
            async (talk, token) =>
            {
                Assert.Equal(LineStatus.EndOfOutput, (await talk.ReadLineAsync(100, TimeSpan.FromHours(1), token)).Status);
                Assert.False(await talk.WriteLineAsync(new byte[200_000], token));
            }
        );
        Assert.Equal((CommandOutcome.Exited, 5), (result.Outcome, result.ExitCode));
    }

    [LinuxFact]
    public async Task A_dialogue_that_throws_stops_the_program_and_is_heard()
    {
        var script = Script("waits", $"echo $$ > self.pid; echo ready; read x; {(OwnsSession ? Loop : "exit 0")}");
        var run = ConverseAsync(
            Limited(script),
            async (talk, _) =>
            {
                await LineAsync(talk);
                throw new InvalidTimeZoneException("mine");
            }
        );
        Assert.Equal("mine", (await Assert.ThrowsAsync<InvalidTimeZoneException>(() => run)).Message);
        await GoneAsync("self.pid");
    }

    [LinuxFact]
    public async Task A_dialogue_is_not_begun_when_nothing_started()
    {
        var result = await ConverseAsync(Limited(Box.PathOf("absent")), (_, _) => throw new InvalidOperationException("began"));
        Assert.Equal(CommandOutcome.FailedToStart, result.Outcome);
    }
}
