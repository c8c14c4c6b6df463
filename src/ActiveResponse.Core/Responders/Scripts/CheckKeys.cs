using System.Collections.Immutable;
using System.Text.Json;

namespace ActiveResponse.Responders.Scripts;

/// <summary>Reads a program's <c>check_keys</c> line: the keys by which Wazuh tells one effect of a program from another.</summary>
internal static class CheckKeys
{
    /// <summary>execd reads so much of the line (Wazuh 4.14 <c>src/os_execd/execd.c</c>).</summary>
    public const int MaxLineBytes = 8191;

    /// <summary>The keys, or null when the line is no such message.</summary>
    public static ImmutableArray<string>? Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object
                || !IsCommand(root)
                || !root.TryGetProperty("parameters", out var parameters) || parameters.ValueKind != JsonValueKind.Object
                || !parameters.TryGetProperty("keys", out var keys) || keys.ValueKind != JsonValueKind.Array)
            {
                return null;
            }

            return [.. keys.EnumerateArray().Where(static k => k.ValueKind == JsonValueKind.String).Select(static k => k.GetString()!)];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, or a text that is no Unicode.
            return null;
        }
    }

    private static bool IsCommand(JsonElement root) =>
        root.TryGetProperty("command", out var command) && command.ValueKind == JsonValueKind.String && command.ValueEquals("check_keys"u8);
}
