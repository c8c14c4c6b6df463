using ActiveResponse.DaemonJson;
using ActiveResponse.Planning;

namespace ActiveResponse.Responders.Scripts;

/// <summary>The line wazuh-execd writes to a program: the whole message for every command, in Wazuh 4's order of keys.</summary>
internal static class Wazuh4Message
{
    // The default node name of a manager; programs require the field but ignore its value.
    private const string NodeName = "node01";

    /// <summary>Creates a message.</summary>
    /// <param name="order">The order.</param>
    /// <param name="command"><c>add</c>, <c>continue</c>, <c>abort</c> or <c>delete</c>.</param>
    /// <param name="program">The path the program is started by.</param>
    /// <param name="alert">The alert, or null for one with the order's data only.</param>
    public static CJsonValue Of(ResponseOrder order, string command, string program, CJsonValue? alert) =>
        Of(order, command, NodeName, "wazuh-execd", program, alert);

    /// <summary>Creates another daemon's message; one for execd has no program yet.</summary>
    public static CJsonValue Of(ResponseOrder order, string command, string nodeName, string module, string? program, CJsonValue? alert)
    {
        var origin = CJsonValue.NewObject();
        origin.Add("name", CJsonValue.Of(nodeName));
        origin.Add("module", CJsonValue.Of(module));
        var arguments = CJsonValue.NewArray();
        foreach (var argument in (order.Command.ExtraArguments ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            arguments.Add("", CJsonValue.Of(argument));
        }

        var parameters = CJsonValue.NewObject();
        parameters.Add("extra_args", arguments);
        parameters.Add(
            "alert",
            alert is null ? Wazuh4Alert.OfSubject(order.Origin, order.Subject) : Wazuh4Alert.With(alert, order.Subject)
        );
        if (program is not null)
        {
            parameters.Add("program", CJsonValue.Of(program));
        }

        var message = CJsonValue.NewObject();
        message.Add("version", CJsonValue.Of(1));
        message.Add("origin", origin);
        message.Add("command", CJsonValue.Of(command));
        message.Add("parameters", parameters);
        return message;
    }

    /// <summary>Passes on a message that came for execd: only the sender, the command and the program change.</summary>
    /// <param name="message">The message, which is changed.</param>
    /// <param name="order">The order made from it.</param>
    /// <param name="command"><c>add</c>, <c>continue</c>, <c>abort</c> or <c>delete</c>.</param>
    /// <param name="program">The path the program is started by.</param>
    public static CJsonValue HandedOn(CJsonValue message, ResponseOrder order, string command, string program)
    {
        message.Find("origin")?.Replace("module", CJsonValue.Of("wazuh-execd"));
        message.Replace("command", CJsonValue.Of(command));
        var parameters = message.Find("parameters");
        if (parameters?.Find("alert") is { IsObject: true } alert && !Wazuh4Alert.HasOnly(alert, order.Subject))
        {
            parameters.Replace("alert", Wazuh4Alert.With(alert, order.Subject));
        }

        parameters?.Add("program", CJsonValue.Of(program));
        return message;
    }
}
