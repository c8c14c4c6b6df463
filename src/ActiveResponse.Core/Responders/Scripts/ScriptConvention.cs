using ActiveResponse.DaemonJson;
using ActiveResponse.Planning;

namespace ActiveResponse.Responders.Scripts;

/// <summary>What sets one protocol of scripts apart. A further protocol is a row of <see cref="All"/>.</summary>
/// <param name="Protocol">The protocol.</param>
/// <param name="Kind">The kind of place that its effects have on record. It never changes.</param>
internal sealed record ScriptConvention(ScriptProtocol Protocol, string Kind)
{
    /// <summary>Every protocol.</summary>
    public static IReadOnlyList<ScriptConvention> All { get; } =
    [
        new(ScriptProtocol.OssecArgv, "script-ossec"),
        new(ScriptProtocol.Wazuh4Stdin, "script-wazuh4")
        {
            Message = static (order, command, program, alert, isHandedOn) =>
                isHandedOn && alert is not null
                    ? Wazuh4Message.HandedOn(alert, order, command, program)
                    : Wazuh4Message.Of(order, command, program, alert),
        },
        new(ScriptProtocol.Wazuh5Stdin, "script-wazuh5")
        {
            AddCommand = "enable",
            DeleteCommand = "disable",
            Message = static (order, command, _, alert, isHandedOn) =>
                isHandedOn && alert is not null ? Wazuh5Message.HandedOn(alert, order, command) : Wazuh5Message.Of(order, command, alert),
        },
    ];

    /// <summary>The command that applies an effect.</summary>
    public string AddCommand { get; private init; } = "add";

    /// <summary>The command that reverts it.</summary>
    public string DeleteCommand { get; private init; } = "delete";

    /// <summary>Makes the message that goes to standard input; null for a protocol of arguments.</summary>
    public ScriptMessageFactory? Message { get; private init; }

    /// <summary>Returns the convention of a protocol.</summary>
    public static ScriptConvention Of(ScriptProtocol protocol) => All.First(convention => convention.Protocol == protocol);
}

/// <summary>Makes a message for a script.</summary>
/// <param name="order">The order.</param>
/// <param name="command">The command of an action, <c>continue</c> or <c>abort</c>.</param>
/// <param name="program">The program's path as it is started.</param>
/// <param name="alert">The alert; null if the order has none that a program can read.</param>
/// <param name="isHandedOn">Whether the alert is the message by which the order came.</param>
internal delegate CJsonValue ScriptMessageFactory(ResponseOrder order, string command, string program, CJsonValue? alert, bool isHandedOn);

/// <summary>Questions about a protocol.</summary>
internal static class ScriptProtocolExtensions
{
    /// <summary>Whether a script gets its orders as lines on standard input; otherwise as arguments.</summary>
    public static bool IsOnStandardInput(this ScriptProtocol protocol) => ScriptConvention.Of(protocol).Message is not null;
}
