using System.Text;
using System.Text.Json;
using ActiveResponse.Diagnostics;
using ActiveResponse.Platform;
using ActiveResponse.Tool.Commands;

namespace ActiveResponse.Tool.Settings;

/// <summary>Reads a settings file: a JSON object with a member for each setting; comments and trailing commas are allowed.</summary>
internal static class SettingsFile
{
    private const long MostBytes = 1024 * 1024;

    private static readonly JsonReaderOptions Options = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = 2,
    };

    /// <summary>Reads the settings; what is wrong is added to the problems, and nothing of it is used.</summary>
    /// <param name="path">The file.</param>
    /// <param name="keys">The known keys.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static IReadOnlyList<Setting> Read(string path, SettingKeys keys, ICollection<SettingsProblem> problems)
    {
        if (new FileInfo(path).Length > MostBytes)
        {
            problems.Add(new SettingsProblem(path, "the file is longer than 1 MiB"));
            return [];
        }

        if (NativeFiles.OfThisHost().Judge(path).Reason is { } reason)
        {
            problems.Add(new SettingsProblem(path, $"the file can't be trusted: {reason}"));
            return [];
        }

        return Parse(path, File.ReadAllBytes(path), keys, problems);
    }

    /// <summary>Parses the text of a settings file.</summary>
    public static IReadOnlyList<Setting> Parse(
        string path,
        ReadOnlySpan<byte> utf8,
        SettingKeys keys,
        ICollection<SettingsProblem> problems
    )
    {
        var text = utf8.StartsWith(Encoding.UTF8.Preamble) ? utf8[Encoding.UTF8.Preamble.Length..] : utf8;
        var settings = new Dictionary<string, Setting>(StringComparer.Ordinal);
        var json = new Utf8JsonReader(text, Options);
        try
        {
            json.Read();
            if (json.TokenType != JsonTokenType.StartObject)
            {
                problems.Add(new SettingsProblem($"{path}:{LineOf(text, json.TokenStartIndex)}", "write one JSON object: { … }"));
                return [];
            }

            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var source = $"{path}:{LineOf(text, json.TokenStartIndex)}";
                var key = json.GetString()!;
                json.Read();
                var values = ValuesOf(ref json, out var wrong);
                if ((wrong ?? ProblemOf(key, values, keys, settings)) is { } problem)
                {
                    problems.Add(new SettingsProblem(source, $"'{SafeText.Of(key)}': {problem}"));
                }
                else if (values is not null)
                {
                    settings.Add(key, new Setting(key, values, source));
                }
            }

            json.Read();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            var line = e is JsonException { LineNumber: { } number } ? number + 1 : LineOf(text, json.BytesConsumed);
            problems.Add(new SettingsProblem($"{path}:{line}", $"this is no valid JSON: {SafeText.Of(e.Message, 200)}"));
        }

        return [.. settings.Values];
    }

    private static string? ProblemOf(string key, IReadOnlyList<string>? values, SettingKeys keys, Dictionary<string, Setting> settings)
    {
        if (keys.OptionOf(key) is not { } option)
        {
            var near = Suggestions.Nearest(key, keys.All);
            return near is null
                ? "there is no such setting; 'active-response settings show' lists all"
                : $"there is no such setting; did you mean '{near}'?";
        }

        if (settings.ContainsKey(key))
        {
            return "it is set twice; remove one";
        }

        return values is null ? null : SettingValues.ProblemOf(option, values);
    }

    // Null stands for an option that isn't given.
    private static List<string>? ValuesOf(ref Utf8JsonReader json, out string? problem)
    {
        problem = null;
        if (json.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (json.TokenType != JsonTokenType.StartArray)
        {
            problem = TextOf(ref json, out var single);
            return [single];
        }

        var values = new List<string>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            problem = TextOf(ref json, out var value) ?? problem;
            values.Add(value);
        }

        return values;
    }

    private static string? TextOf(ref Utf8JsonReader json, out string text)
    {
        text = "";
        switch (json.TokenType)
        {
            case JsonTokenType.String:
                text = json.GetString()!;
                return text.Contains('\0', StringComparison.Ordinal) ? "the text has a NUL character" : null;
            case JsonTokenType.Number:
                text = Encoding.ASCII.GetString(json.ValueSpan);
                return null;
            case JsonTokenType.True or JsonTokenType.False:
                text = json.TokenType == JsonTokenType.True ? SettingValues.On : SettingValues.Off;
                return null;
            default:
                json.Skip();
                return "write text, a number, true, false, or a list of these";
        }
    }

    private static int LineOf(ReadOnlySpan<byte> text, long at) => text[..(int)at].Count((byte)'\n') + 1;
}
