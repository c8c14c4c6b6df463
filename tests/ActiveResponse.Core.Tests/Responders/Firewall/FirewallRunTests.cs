using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.SharedPlaces;

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

        FirewallRun.IsRefusal(result).Should().BeTrue();
        ProgramErrors.Failure("pfctl", result).MayBeInPlace.Should().BeFalse();
        FirewallSplit.Failure(result, "no").MayBeInPlace.Should().BeFalse();
    }

    [Theory]
    [InlineData(128)]
    [InlineData(137)]
    [InlineData(143)]
    [InlineData(192)]
    public void An_exit_code_that_a_signal_may_have_made_leaves_open_whether_the_block_is_there(int code)
    {
        var result = CommandResult.Exited(code);

        FirewallRun.IsRefusal(result).Should().BeFalse();
        ProgramErrors.Failure("pfctl", result).MayBeInPlace.Should().BeTrue();
        FirewallSplit.Failure(result, "cut off").MayBeInPlace.Should().BeTrue();
    }

    [Fact]
    public void What_pfctl_refuses_with_counts_as_a_refusal_that_is_looked_into()
    {
        FirewallRun.IsRefusal(CommandResult.Exited(255)).Should().BeTrue();
        FirewallSplit.Failure(CommandResult.Exited(255), "no").MayBeInPlace.Should().BeTrue();
    }

    [Fact]
    public void A_signal_leaves_it_open_too_and_a_program_that_never_ran_does_not()
    {
        ProgramErrors.Failure("pfctl", new CommandResult { Outcome = CommandOutcome.Signaled, Signal = 9 }).MayBeInPlace.Should().BeTrue();
        ProgramErrors.Failure("pfctl", CommandResult.NotStarted(StartFailure.NotFound, "not here")).MayBeInPlace.Should().BeFalse();
    }
}
