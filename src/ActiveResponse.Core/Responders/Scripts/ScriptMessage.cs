using ActiveResponse.DaemonJson;
using ActiveResponse.Planning;

namespace ActiveResponse.Responders.Scripts;

/// <summary>One line for a program that reads standard input.</summary>
internal static class ScriptMessage
{
    /// <summary>Programs read at most 65,535 bytes with the line feed; this leaves room for any command, so that all carry the same
    /// alert.</summary>
    public const int MaxBytes = 65_500;

    /// <summary>How an action is called in a protocol.</summary>
    public static string CommandOf(ScriptProtocol protocol, ScriptAction action)
    {
        var convention = ScriptConvention.Of(protocol);
        return action == ScriptAction.Add ? convention.AddCommand : convention.DeleteCommand;
    }

    /// <summary>Makes one line, without the line feed. Bytes of the alert that aren't UTF-8 stay as they are.</summary>
    /// <param name="protocol">A protocol of messages.</param>
    /// <param name="order">The order.</param>
    /// <param name="command">The command of an action, <c>continue</c> or <c>abort</c>.</param>
    /// <param name="program">The path the program is started by.</param>
    /// <param name="shortened">Whether the alert was too long or unreadable, and was replaced by the order's own data.</param>
    /// <param name="isHandedOn">Whether the order's original message takes the place of its alert.</param>
    public static byte[] Of(
        ScriptProtocol protocol,
        ResponseOrder order,
        string command,
        string program,
        out bool shortened,
        bool isHandedOn = false
    )
    {
        shortened = false;
        var message =
            ScriptConvention.Of(protocol).Message ?? throw new ArgumentException($"{protocol} has no messages.", nameof(protocol));
        if (
            Read(order) is { } alert
            && CJsonWriter.Write(message(order, command, program, alert, isHandedOn)) is { Length: <= MaxBytes } whole
        )
        {
            return whole;
        }

        shortened = !order.Origin.AlertJson.IsEmpty;
        return CJsonWriter.Write(message(order, command, program, null, false));
    }

    /// <summary>The alert of an order; null if it has none, or one that no program could read.</summary>
    public static CJsonValue? Read(ResponseOrder order) =>
        !order.Origin.AlertJson.IsEmpty
        && CJsonReader.TryRead(order.Origin.AlertJson.Span, out var alert, keepsDigits: true)
        && alert.IsObject
            ? alert
            : null;
}
