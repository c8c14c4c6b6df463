using System.Text;
using System.Text.Json;
using ActiveResponse.Configuration;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Conversion;

/// <summary>
/// Responses of an <c>ossec.conf</c> as the active responses of Wazuh 5: one JSON object each, with the members that its manager accepts
/// and no others.
/// </summary>
internal sealed class Wazuh5Conversion
{
    private readonly ActiveResponseConfig _config;
    private readonly List<Remark> _remarks = [];

    private Wazuh5Conversion(ActiveResponseConfig config) => _config = config;

    public static Converted Of(ActiveResponseConfig config) => new Wazuh5Conversion(config).Convert();

    private Converted Convert()
    {
        var text = new StringBuilder();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var response in _config.Responses)
        {
            foreach (var location in LocationsOf(response))
            {
                text.Append(Document(response, location, NameFor(response.Command.Name, names))).Append('\n');
                Changed(response.Name, $"{location}: make a monitor that looks for {QueryOf(response)}, with it as its action");
            }
        }

        RemarkOnAll();
        return new Converted(text.ToString(), _remarks);
    }

    // Responses with one command are several there.
    private static string NameFor(string name, HashSet<string> names)
    {
        var free = name;
        for (var n = 2; !names.Add(free); n++)
        {
            free = $"{name}-{n}";
        }

        return free;
    }

    private List<string> LocationsOf(ResponseDefinition response)
    {
        var locations = new List<string>();
        foreach (var location in Names.Of(response.Locations))
        {
            if (location == "server")
            {
                LeftOut(response.Name, "location server: Wazuh 5 runs nothing on its manager");
            }
            else if (location == "defined-agent" && response.AgentId is null or "")
            {
                LeftOut(response.Name, "location defined-agent without an agent_id");
            }
            else
            {
                locations.Add(location);
            }
        }

        return locations;
    }

    private string Document(ResponseDefinition response, string location, string name)
    {
        var command = response.Command;
        var executable = StockFiles.In(ConfigDialect.Wazuh, command.Executable).Executable;
        Changed(response.Name, $"'{executable}' gets Wazuh 5's message on standard input, with the words enable and disable");
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonLine.Options))
        {
            json.WriteStartObject();
            json.WriteString("name", ToolText.WithBytes(name));
            json.WriteString("executable", ToolText.WithBytes(executable));
            json.WriteString("extra_arguments", command.ExtraArguments is { } arguments ? ToolText.WithBytes(arguments) : null);
            json.WriteString("location", location);
            if (location == "defined-agent")
            {
                json.WriteString("agent_id", ToolText.WithBytes(response.AgentId!));
            }

            json.WriteString("type", response.Timeout > TimeSpan.Zero ? "stateful" : "stateless");
            if (response.Timeout > TimeSpan.Zero)
            {
                json.WriteNumber("stateful_timeout", (long)Math.Ceiling(response.Timeout.TotalSeconds));
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private string QueryOf(ResponseDefinition response)
    {
        var both = new List<string>();
        if (response.Level is { } level)
        {
            both.Add($"level {level} or more");
        }

        if (response.RulesGroup is { } group)
        {
            both.Add($"a group that matches '{group}'");
        }

        var text = string.Join(_config.Dialect == ConfigDialect.Ossec ? " or " : " and ", both);
        if (!response.RuleIds.IsDefaultOrEmpty)
        {
            text += $"{(text.Length > 0 ? " or " : "")}rule {string.Join(", ", response.RuleIds)}";
        }

        return text.Length > 0 ? text : "nothing: it never fires";
    }

    private void RemarkOnAll()
    {
        if (!_config.RepeatedOffenders.Steps.IsDefaultOrEmpty)
        {
            LeftOut("repeated_offenders", "Wazuh 5 has none");
        }

        if (!_config.AllowList.Entries.IsEmpty)
        {
            LeftOut("white_list", $"{_config.AllowList.Entries.Length} entries: Wazuh 5 ignores it; exclude them in each monitor's query");
        }

        if (_config.Disabled)
        {
            LeftOut("active-response", "it is switched off on this host (disabled): the result isn't");
        }
    }

    private void Changed(string place, string text) => _remarks.Add(new Remark(RemarkKind.Changed, place, text));

    private void LeftOut(string place, string text) => _remarks.Add(new Remark(RemarkKind.LeftOut, place, text));
}
