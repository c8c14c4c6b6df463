using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using ActiveResponse.Configuration;

namespace ActiveResponse.Tool.Output;

/// <summary>The output of <c>check --json</c>.</summary>
internal static class CheckJson
{
    public static void Write(TextWriter output, ConfigParseResult result) =>
        JsonLine.Write(
            output,
            json =>
            {
                var config = result.Config;
                json.WriteBoolean("accepted", result.Accepted);
                json.WriteObjects(
                    "problems",
                    result.Problems,
                    problem =>
                    {
                        json.WriteString("severity", Names.Of(problem.Severity));
                        json.WriteString("code", problem.Code);
                        json.WriteNumber("line", problem.Line);
                        json.WriteNumber("column", problem.Column);
                        json.WriteString("element", problem.Element is null ? null : ToolText.WithBytes(problem.Element));
                        json.WriteString("message", ToolText.WithBytes(problem.Message));
                    }
                );
                WriteArConf(json, ImmutableCollectionsMarshal.AsArray(result.ArConf) ?? []);
                json.WriteBoolean("disabled", config.Disabled);
                json.WriteStartArray("repeatedOffenders");
                foreach (var step in config.RepeatedOffenders.Steps)
                {
                    json.WriteNumberValue((long)step.TotalMinutes);
                }

                json.WriteEndArray();
                json.WriteObjects("commands", config.Commands, command => WriteCommand(json, command));
                json.WriteObjects("responses", config.Responses, response => WriteResponse(json, response));
                WriteAllowList(json, result);
            }
        );

    // The text is decoded as UTF-8; if the file isn't UTF-8, the bytes are beside it.
    private static void WriteArConf(Utf8JsonWriter json, ReadOnlySpan<byte> bytes)
    {
        json.WriteString("arConf", ToolText.OfBytes(bytes));
        if (!Utf8.IsValid(bytes))
        {
            json.WriteString("arConfHex", Convert.ToHexStringLower(bytes));
        }
    }

    private static void WriteCommand(Utf8JsonWriter json, CommandDefinition command)
    {
        json.WriteString("name", ToolText.WithBytes(command.Name));
        json.WriteString("executable", ToolText.WithBytes(command.Executable));
        json.WriteStrings("expect", Names.Of(command.Expect));
        json.WriteBoolean("timeoutAllowed", command.TimeoutAllowed);
        json.WriteString("extraArgs", command.ExtraArguments is null ? null : ToolText.WithBytes(command.ExtraArguments));
    }

    private static void WriteResponse(Utf8JsonWriter json, ResponseDefinition response)
    {
        json.WriteString("name", ToolText.WithBytes(response.Name));
        json.WriteString("command", ToolText.WithBytes(response.Command.Name));
        json.WriteString("executable", ToolText.WithBytes(response.Command.Executable));
        json.WriteStrings("locations", Names.Of(response.Locations));
        json.WriteString("agentId", response.AgentId is null ? null : ToolText.WithBytes(response.AgentId));
        json.WriteNumber("level", response.Level ?? 0);
        json.WriteString("rulesId", response.RulesIdText is null ? null : ToolText.WithBytes(response.RulesIdText));
        json.WriteString("rulesGroup", response.RulesGroup is null ? null : ToolText.WithBytes(response.RulesGroup));
        json.WriteNumber("timeoutSeconds", (long)response.Timeout.TotalSeconds);
    }

    private static void WriteAllowList(Utf8JsonWriter json, ConfigParseResult result)
    {
        var entries = result.Config.AllowList.Entries;
        json.WriteStartObject("allowList");
        json.WriteStrings("networks", entries.Where(static entry => entry.Network is not null).Select(Text));
        json.WriteStrings("hosts", entries.Where(static entry => entry.Network is null && entry.HostName is not null).Select(Text));

        // The daemon's own values, for comparison.
        json.WriteStartObject("daemon");
        json.WriteStrings("networks", result.Daemon.AllowList.Networks.Select(static network => ToolText.WithBytes(network.Text)));
        json.WriteStrings("hosts", result.Daemon.AllowList.Hosts.Select(ToolText.WithBytes));
        json.WriteEndObject();
        json.WriteEndObject();

        static string Text(AllowListEntry entry) => ToolText.WithBytes(entry.Negated ? "!" + entry.Text : entry.Text);
    }
}
