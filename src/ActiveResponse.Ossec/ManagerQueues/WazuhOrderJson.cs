using ActiveResponse.DaemonJson;
using ActiveResponse.Planning;
using ActiveResponse.Responders.Scripts;

namespace ActiveResponse.Ossec.ManagerQueues;

/// <summary>The JSON of Wazuh 4's analysisd:
/// <c>{"version":1,"origin":{…},"command":"firewall-drop600","parameters":{"extra_args":[],"alert":{…}}}</c>.</summary>
internal static class WazuhOrderJson
{
    /// <summary>A queue accepts 65,535 bytes; execd adds the program, and programs read no longer line.</summary>
    public const int MaxBytes = 65_000;

    /// <summary>Creates the message; an alert that is too long is reduced to the order's data. Null if that is too long as well.</summary>
    public static byte[]? Of(ResponseOrder order, string nodeName)
    {
        if (ScriptMessage.Read(order) is { } alert && Write(order, nodeName, alert) is { Length: <= MaxBytes } whole)
        {
            return whole;
        }

        var bare = Write(order, nodeName, alert: null);
        return bare.Length <= MaxBytes ? bare : null;
    }

    private static byte[] Write(ResponseOrder order, string nodeName, CJsonValue? alert) =>
        CJsonWriter.Write(Wazuh4Message.Of(order, order.ResponseName, nodeName, "wazuh-analysisd", program: null, alert));
}
