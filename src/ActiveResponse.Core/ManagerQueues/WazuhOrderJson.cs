using System.Text.Encodings.Web;
using System.Text.Json;
using ActiveResponse.Planning;
using ActiveResponse.Responders.Scripts;

namespace ActiveResponse.ManagerQueues;

/// <summary>The JSON analysisd of Wazuh 4 writes: <c>{"version":1,"origin":{…},"command":"firewall-drop600","parameters":{"extra_args":[],"alert":{…}}}</c>.</summary>
internal static class WazuhOrderJson
{
    /// <summary>A queue takes 65,535 bytes; execd adds the program, and a program reads no longer line.</summary>
    public const int MaxBytes = 65_000;

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The order in UTF-8; an alert that is too long is cut down to what the order says. Null if that is too long as well.</summary>
    public static byte[]? Of(ResponseCommand order, string nodeName)
    {
        if (WithAlert(order, nodeName) is { Length: <= MaxBytes } whole)
        {
            return whole;
        }

        var bare = Write(order, nodeName, alert: null);
        return bare.Length <= MaxBytes ? bare : null;
    }

    private static byte[]? WithAlert(ResponseCommand order, string nodeName)
    {
        if (order.Origin.AlertJson.IsEmpty)
        {
            return null;
        }

        try
        {
            using var alert = JsonDocument.Parse(order.Origin.AlertJson);
            return alert.RootElement.ValueKind == JsonValueKind.Object ? Write(order, nodeName, alert.RootElement) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            // Not JSON; or JSON with texts that are no Unicode, which the reader finds only when they are copied.
            return null;
        }
    }

    private static byte[] Write(ResponseCommand order, string nodeName, JsonElement? alert)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, Plain))
        {
            Wazuh4Message.Write(json, order, order.ResponseName, nodeName, "wazuh-analysisd", program: null, alert);
        }

        return text.ToArray();
    }
}
