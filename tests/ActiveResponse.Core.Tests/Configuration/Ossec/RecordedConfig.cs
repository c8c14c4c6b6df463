using System.Text;
using System.Text.Json;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;

namespace ActiveResponse.Tests.Configuration.Ossec;

/// <summary>The recorded answers of the real programs, see Cases/config/README.md.</summary>
internal static class RecordedConfig
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Cases", "config");

    public static IEnumerable<object[]> OssecIds() => Load("cases.jsonl").Select(static c => new object[] { Id(c) });

    public static IEnumerable<object[]> WazuhIds() => Load("wazuh.jsonl").Select(static c => new object[] { Id(c) });

    public static JsonElement Ossec(string id) => Load("cases.jsonl").First(c => Id(c) == id);

    public static JsonElement Wazuh(string id) => Load("wazuh.jsonl").First(c => Id(c) == id);

    public static IEnumerable<byte[]> Inputs() =>
        Directory.EnumerateFiles(Path.Combine(Folder, "inputs")).Order(StringComparer.Ordinal).Select(File.ReadAllBytes);

    public static byte[] Input(JsonElement recorded)
    {
        var file = recorded.GetProperty("file").GetString()!;
        var name = Path.GetFileName(file);
        var folder = file.Contains("wazuh", StringComparison.Ordinal) ? "wazuh-inputs" : "inputs";
        return File.ReadAllBytes(Path.Combine(Folder, folder, name));
    }

    /// <summary>A text as the recording writes it: one character a byte if it isn't UTF-8.</summary>
    public static string Recorded(string text)
    {
        var bytes = LosslessText.Encode(text);
        return System.Text.Unicode.Utf8.IsValid(bytes) ? text : Encoding.Latin1.GetString(bytes);
    }

    private static string Id(JsonElement recorded) => recorded.GetProperty("id").GetString()!;

    private static List<JsonElement> Load(string name) =>
        [.. File.ReadLines(Path.Combine(Folder, name)).Select(static l => JsonSerializer.Deserialize<JsonElement>(l))];
}
