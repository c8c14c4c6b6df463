using System.Globalization;
using System.Text.Json;
using ActiveResponse.Configuration;

namespace ActiveResponse.Tests.Configuration.Ossec;

/// <summary>The model and the recording as comparable lines.</summary>
internal static class RecordedModel
{
    public static IEnumerable<string> Responses(ConfigParseResult result) =>
        result.Config.Responses.Select(static r =>
            string.Join(
                " | ",
                RecordedConfig.Recorded(r.Name),
                RecordedConfig.Recorded(r.Command.Name),
                RecordedConfig.Recorded(r.Command.Executable),
                (int)r.Locations,
                r.Level ?? 0,
                r.Timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture),
                Text(r.AgentId),
                Text(r.RulesIdText),
                Text(r.RulesGroup)
            )
        );

    public static IEnumerable<string> Responses(JsonElement parsed) =>
        parsed
            .GetProperty("active_responses")
            .EnumerateArray()
            .Select(static r =>
                string.Join(
                    " | ",
                    r.GetProperty("name").GetString(),
                    r.GetProperty("command").GetString(),
                    r.GetProperty("executable").GetString(),
                    r.GetProperty("location").GetInt32(),
                    r.GetProperty("level").GetInt32(),
                    r.GetProperty("timeout").GetInt32(),
                    Json(r.GetProperty("agent_id")),
                    Json(r.GetProperty("rules_id")),
                    Json(r.GetProperty("rules_group"))
                )
            );

    public static IEnumerable<string> Commands(ConfigParseResult result, bool withExpect) =>
        result.Config.Commands.Select(c =>
            string.Join(
                " | ",
                RecordedConfig.Recorded(c.Name),
                RecordedConfig.Recorded(c.Executable),
                c.TimeoutAllowed ? 1 : 0,
                withExpect ? ((int)c.Expect).ToString(CultureInfo.InvariantCulture) : Text(c.ExtraArguments)
            )
        );

    public static IEnumerable<string> Commands(JsonElement parsed) =>
        parsed
            .GetProperty("commands")
            .EnumerateArray()
            .Select(static c =>
                string.Join(
                    " | ",
                    c.GetProperty("name").GetString(),
                    c.GetProperty("executable").GetString(),
                    c.GetProperty("timeout_allowed").GetInt32(),
                    c.TryGetProperty("expect", out var expect)
                        ? expect.GetInt32().ToString(CultureInfo.InvariantCulture)
                        : Json(c.GetProperty("extra_args"))
                )
            );

    public static IEnumerable<string> AllowList(ConfigParseResult result) =>
        result
            .Daemon.AllowList.Networks.Select(static n => $"{n.Text} {n.Address} {n.PrefixLength}")
            .Concat(result.Daemon.AllowList.Hosts.Select(static h => "host " + RecordedConfig.Recorded(h)));

    public static IEnumerable<string> AllowList(JsonElement parsed) =>
        parsed
            .GetProperty("allow_ips")
            .EnumerateArray()
            .Select(static n =>
                $"{n.GetProperty("text").GetString()} {n.GetProperty("addr").GetString()} {n.GetProperty("prefix").GetInt32()}"
            )
            .Concat(parsed.GetProperty("allow_hosts").EnumerateArray().Select(static h => "host " + h.GetProperty("text").GetString()));

    /// <summary>The minutes in execd's "Adding offenders timeout" lines.</summary>
    public static IEnumerable<int> Minutes(JsonElement log) =>
        from line in log.EnumerateArray().Select(static l => l.GetString()!)
        where line.Contains("offenders timeout: ", StringComparison.Ordinal)
        select int.Parse(line.Split("timeout: ")[1].Split(' ')[0], CultureInfo.InvariantCulture);

    private static string Text(string? text) => text is null ? "(null)" : RecordedConfig.Recorded(text);

    private static string Json(JsonElement text) => text.GetString() ?? "(null)";
}
