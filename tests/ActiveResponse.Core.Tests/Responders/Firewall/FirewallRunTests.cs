using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;

namespace ActiveResponse.Tests.Responders.Firewall;

public sealed class FirewallRunTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(127)]
    public void A_small_exit_code_is_a_refusal(int code)
    {
        var result = CommandResult.Exited(code);

        result.IsRefusal().Should().BeTrue();
        Failure(result).MayBeInPlace.Should().BeFalse();
        FirewallAttempt.Of(result, static _ => "no").ToResult().MayBeInPlace.Should().BeFalse();
    }

    [Theory]
    [InlineData(128)]
    [InlineData(137)]
    [InlineData(143)]
    [InlineData(192)]
    public void An_exit_code_that_a_signal_may_have_made_leaves_open_whether_the_block_is_there(int code)
    {
        var result = CommandResult.Exited(code);

        result.IsRefusal().Should().BeFalse();
        Failure(result).MayBeInPlace.Should().BeTrue();
        FirewallAttempt.Of(result, static _ => "cut off").ToResult().MayBeInPlace.Should().BeTrue();
    }

    [Fact]
    public void What_pfctl_refuses_with_counts_as_a_refusal_that_is_looked_into()
    {
        CommandResult.Exited(255).IsRefusal().Should().BeTrue();
        Failure(CommandResult.Exited(255)).MayBeInPlace.Should().BeTrue();
    }

    [Fact]
    public void A_signal_leaves_it_open_too_and_a_program_that_never_ran_does_not()
    {
        Failure(new CommandResult { Outcome = CommandOutcome.Signaled, Signal = 9 }).MayBeInPlace.Should().BeTrue();
        Failure(CommandResult.NotStarted(StartFailure.NotFound, "not here")).MayBeInPlace.Should().BeFalse();
    }

    private static ResponderResult Failure(CommandResult result) => new FirewallException(new ProgramFailure("pfctl"), result).ToResult();
}
