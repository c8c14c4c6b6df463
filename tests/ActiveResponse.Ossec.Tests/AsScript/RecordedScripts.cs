using System.Text.Json;

namespace ActiveResponse.Ossec.Tests.AsScript;

/// <summary>The recorded runs of the stock scripts, see Cases/scripts/README.md.</summary>
internal static class RecordedScripts
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Cases", "scripts");

    public static IReadOnlyList<RecordedScriptCase> All { get; } =
    [.. Read("ossec.jsonl", isOssec: true), .. Read("wazuh.jsonl", isOssec: false)];

    private static IEnumerable<RecordedScriptCase> Read(string file, bool isOssec) =>
        File.ReadLines(Path.Combine(Folder, file))
            .Where(static line => line.Length > 0)
            .Select(line => RecordedScriptCase.Read(line, isOssec));
}

/// <summary>One case: runs one after the other on a host.</summary>
internal sealed record RecordedScriptCase(string Id, string Setup, IReadOnlyList<RecordedScriptRun> Runs)
{
    public static RecordedScriptCase Read(string line, bool isOssec)
    {
        var root = JsonSerializer.Deserialize<JsonElement>(line);
        var setup = root.TryGetProperty("setup", out var commands)
            ? string.Join('\n', commands.EnumerateArray().Select(static c => c.GetString()))
            : "";
        return new RecordedScriptCase(
            root.GetProperty("id").GetString()!,
            setup,
            [.. root.GetProperty("runs").EnumerateArray().Select(run => RecordedScriptRun.Read(run, isOssec))]
        );
    }

    public override string ToString() => Id;
}

/// <summary>One run of a script.</summary>
internal sealed record RecordedScriptRun
{
    public required bool IsOssec { get; init; }

    /// <summary>The script's own name.</summary>
    public required string Script { get; init; }

    /// <summary>The name it was called by.</summary>
    public required string Program { get; init; }

    public required IReadOnlyList<string> Arguments { get; init; }

    public required string Input { get; init; }

    /// <summary>What it wrote to standard output.</summary>
    public required string Output { get; init; }

    public required bool Succeeded { get; init; }

    public required IReadOnlyList<string> Log { get; init; }

    /// <summary>PATH if it was set to something of its own; empty when it wasn't set at all.</summary>
    public string? Path { get; init; }

    public JsonElement? Effects { get; init; }

    public JsonElement? Commands { get; init; }

    /// <summary>What it was told to act on, and whether to add.</summary>
    public required string Target { get; init; }

    public required bool IsAdd { get; init; }

    // Long: one member per field of a recording.
    public static RecordedScriptRun Read(JsonElement run, bool isOssec)
    {
        string[] argv = isOssec ? [.. run.GetProperty("argv").EnumerateArray().Select(static a => a.GetString()!)] : [];
        var talk = isOssec ? [] : run.GetProperty("transcript").EnumerateArray().ToList();
        var input = string.Concat(talk.Select(static step => step.TryGetProperty("to_program", out var text) ? text.GetString() : null));
        var script = isOssec ? argv[0] : run.GetProperty("program").GetString()!;
        var target = script.StartsWith("disable", StringComparison.Ordinal) ? 2 : 3;
        return new RecordedScriptRun
        {
            IsOssec = isOssec,
            Script = script,
            Program = isOssec ? "/var/ossec/active-response/bin/" + script : WazuhProgram(run, script),
            Arguments = [.. argv.Skip(1)],
            Input = input,
            Output = isOssec
                ? run.GetProperty("stdout").GetString()!
                : string.Concat(talk.Select(static step => step.TryGetProperty("from_program", out var text) ? text.GetString() : null)),
            Succeeded = run.GetProperty("exit_code").GetInt32() == 0,
            Log = [.. run.GetProperty("log").EnumerateArray().Select(static l => l.GetString()!)],
            Path = run.TryGetProperty("PATH", out var path) ? path.GetString() ?? "" : null,
            Effects = run.TryGetProperty("effects", out var effects) ? effects : null,
            Commands = run.TryGetProperty("commands_executed", out var commands) ? commands : null,
            Target = isOssec ? argv.ElementAtOrDefault(target) ?? "" : TargetOf(input, script),
            IsAdd = isOssec ? argv.ElementAtOrDefault(1) == "add" : input.Contains("\"command\":\"add\"", StringComparison.Ordinal),
        };
    }

    private static string WazuhProgram(JsonElement run, string script) =>
        run.TryGetProperty("argv0", out var argv0) ? argv0.GetString()! : "active-response/bin/" + script;

    private static string TargetOf(string input, string script)
    {
        try
        {
            var data = JsonSerializer
                .Deserialize<JsonElement>(input.Split('\n')[0])
                .GetProperty("parameters")
                .GetProperty("alert")
                .GetProperty("data");
            return data.GetProperty(script == "disable-account" ? "dstuser" : "srcip").GetString() ?? "";
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return "";
        }
    }
}
