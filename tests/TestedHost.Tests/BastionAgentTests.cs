using ActiveResponse.Responders;

namespace TestedHost.Tests;

/// <summary>What an operator relies on, from a line in the alert file to a line in hosts.deny and back, without a disk and without
/// waiting.</summary>
public sealed class BastionAgentTests
{
    [Fact]
    public async Task An_alert_blocks_the_address_for_ten_minutes()
    {
        await using var bastion = await TestBastion.StartAsync();

        await bastion.RaiseAsync("203.0.113.9");
        await bastion.OutcomeAsync(ActionOutcome.Applied);
        bastion.DenyFile.Should().Contain("ALL:203.0.113.9\n").And.EndWith("# mine\n");

        bastion.Clock.Advance(TimeSpan.FromMinutes(9));
        bastion.DenyFile.Should().Contain("ALL:203.0.113.9\n");

        bastion.Clock.Advance(TimeSpan.FromMinutes(1));
        await bastion.OutcomeAsync(ActionOutcome.Lifted);
        bastion.DenyFile.Should().Be("# mine\n");
    }

    [Fact]
    public async Task Nothing_is_blocked_while_the_stop_file_is_there()
    {
        await using var bastion = await TestBastion.StartAsync();
        await bastion.Files.File.WriteAllTextAsync(BastionAgent.StopFile, "");

        await bastion.RaiseAsync("203.0.113.9");

        (await bastion.OutcomeAsync(ActionOutcome.Refused)).Detail.Should().Contain("exists");
        bastion.DenyFile.Should().Be("# mine\n");
    }
}
