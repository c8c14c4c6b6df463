using System.Collections.Frozen;
using ActiveResponse.Configuration;
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
        MayBlock(order.Command, options.Current)
            ? guard.CheckAsync(order, stage, cancellationToken)
            : ValueTask.FromResult<OrderRefusal?>(null);

    /// <summary>Whether a command may block its address.</summary>
    public static bool MayBlock(CommandDefinition command, GuardOptions options) =>
        !Stock.Contains(command.Executable) && !options.BlockingNothing.Contains(command.Name);
}
