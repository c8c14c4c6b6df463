using ActiveResponse.Guards;
using ActiveResponse.Planning;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Guards;

public sealed class BlockingOrdersTests
{
    [Theory]
    [InlineData("restart-ossec.sh", false)]
    [InlineData("restart-wazuh", false)]
    [InlineData("ossec-slack.sh", false)]
    [InlineData("ossec-tweeter.sh", false)]
    [InlineData("ossec-pagerduty.sh", false)]
    [InlineData("kaspersky.py", false)]
    [InlineData("firewall-drop", true)]
    [InlineData("my-own.sh", true)]
    public async Task Scripts_known_to_block_nobody_are_told_of_every_address(string executable, bool isRefused) =>
        (await CheckAsync(new GuardOptions(), "any", executable) is not null).Should().Be(isRefused);

    [Fact]
    public async Task A_command_can_be_said_to_block_nobody()
    {
        var options = new GuardOptions();
        options.BlockingNothing.Add("tell-team");

        (await CheckAsync(options, "tell-team", "my-own.sh")).Should().BeNull();
        (await CheckAsync(options, "other", "my-own.sh")).Should().NotBeNull();
    }

    private static ValueTask<OrderRefusal?> CheckAsync(GuardOptions options, string command, string executable)
    {
        var order = Some.Order(subject: "127.0.0.1");
        return new BlockingOrders(new ProtectedAddressGuard(options), options).CheckAsync(
            order with
            {
                Command = order.Command with { Name = command, Executable = executable },
            },
            GuardStage.BeforeRunning,
            CancellationToken.None
        );
    }
}
