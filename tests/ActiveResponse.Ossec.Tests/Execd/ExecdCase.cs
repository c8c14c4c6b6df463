using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace ActiveResponse.Ossec.Tests.Execd;

/// <summary>A recorded scenario.</summary>
internal sealed record ExecdCase
{
    public required string Name { get; init; }

    public required string OssecConf { get; init; }

    public required string ArConf { get; init; }

    public required ImmutableArray<string> Files { get; init; }

    public required ImmutableArray<JsonElement> Steps { get; init; }

    public required double EndsAt { get; init; }

    /// <summary>Whether it was killed at the end, and so took nothing back.</summary>
    public required bool IsKilled { get; init; }

    public required JsonElement Result { get; init; }

    /// <summary>Whether the original crashed, which is not followed.</summary>
    public bool Crashed => Result.GetProperty("returncode").GetInt32() is -11 or -6;

    public bool HasSlowProgram => Files.Any(static file => file.StartsWith("slow", StringComparison.Ordinal));

    public static TheoryData<string> Names(string dialect)
    {
        var names = new TheoryData<string>();
        foreach (var file in Directory.EnumerateFiles(Folder(dialect), "*.json").Order(StringComparer.Ordinal))
        {
            names.Add(Path.GetFileNameWithoutExtension(file));
        }

        return names;
    }

    public static ExecdCase Read(string dialect, string name)
    {
        var root = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder(dialect), name + ".json"))).RootElement;
        return new ExecdCase
        {
            Name = name,
            OssecConf = root.GetProperty("ossec_conf").GetString()!,
            ArConf = root.GetProperty("ar_conf").GetString()!,
            Files = [.. root.GetProperty("files").EnumerateObject().Select(static file => file.Name)],
            Steps = [.. root.GetProperty("steps").EnumerateArray()],
            EndsAt = root.GetProperty("end").GetProperty("t").GetDouble(),
            IsKilled = root.GetProperty("end").GetProperty("signal").GetString() == "KILL",
            Result = root.GetProperty("result"),
        };
    }

    /// <summary>The datagrams of a step.</summary>
    public static IEnumerable<byte[]> Datagrams(JsonElement step)
    {
        if (step.TryGetProperty("send", out var text))
        {
            return [Encoding.UTF8.GetBytes(text.GetString() + "\0")];
        }

        if (step.TryGetProperty("send_hex", out var bytes))
        {
            return [Convert.FromHexString(bytes.GetString()!)];
        }

        if (step.TryGetProperty("burst", out var texts))
        {
            return texts.EnumerateArray().Select(static one => Encoding.UTF8.GetBytes(one.GetString() + "\0"));
        }

        return [];
    }

    private static string Folder(string dialect) => Path.Combine(AppContext.BaseDirectory, "Cases", "execd", dialect);
}
