using System.Collections.Frozen;
using ActiveResponse.Planning;

namespace ActiveResponse.Guards;

/// <summary>Applies a guard only to orders that may block their address: a notification or a restart blocks nobody.</summary>
internal sealed class BlockingOrders(IResponseGuard guard, CurrentGuardOptions options) : IResponseGuard
{
    // Stock scripts of OSSEC and Wazuh that notify, restart the agent or scan for malware.
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
        Stock.Contains(order.Command.Executable) || options.Current.BlockingNothing.Contains(order.Command.Name)
            ? ValueTask.FromResult<OrderRefusal?>(null)
            : guard.CheckAsync(order, stage, cancellationToken);
}
