using System.Collections.Frozen;
using ActiveResponse.Planning;

namespace ActiveResponse.Guards;

/// <summary>Asks a guard about those orders only that may block the address they carry: who is told of the gateway, or restarts because of
/// it, blocks nobody.</summary>
internal sealed class BlockingOrders(IResponseGuard guard, GuardOptions options) : IResponseGuard
{
    // What OSSEC and Wazuh ship to tell people, to restart themselves, and to look for malware.
    private static readonly FrozenSet<string> Stock = new[]
    {
        "restart-ossec.sh",
        "restart-ossec",
        "restart-ossec.cmd",
        "restart-wazuh",
        "restart-wazuh.exe",
        "restart.sh",
        "restart.cmd",
        "restart",
        "ossec-slack.sh",
        "ossec-slack",
        "wazuh-slack",
        "wazuh-slack.sh",
        "ossec-tweeter.sh",
        "ossec-tweeter",
        "ossec-pagerduty.sh",
        "ossec-pagerduty",
        "kaspersky.py",
        "kaspersky",
    }.ToFrozenSet(StringComparer.Ordinal);

    public string Name => guard.Name;

    public ValueTask<OrderRefusal?> CheckAsync(ResponseOrder order, GuardStage stage, CancellationToken cancellationToken) =>
        Stock.Contains(order.Command.Executable) || options.BlockingNothing.Contains(order.Command.Name)
            ? ValueTask.FromResult<OrderRefusal?>(null)
            : guard.CheckAsync(order, stage, cancellationToken);
}
