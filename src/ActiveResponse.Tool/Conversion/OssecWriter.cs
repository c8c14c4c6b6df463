using System.Globalization;
using System.Text;
using ActiveResponse.Configuration;

namespace ActiveResponse.Tool.Conversion;

/// <summary>Writes an <c>ossec.conf</c>. Its readers know no entities: text that would be a tag can't be written.</summary>
internal sealed class OssecWriter
{
    private readonly StringBuilder _text = new("<ossec_config>\n");

    /// <summary>Whether a value can be written.</summary>
    public static bool CanSay(string value) =>
        value.Length is > 0 and <= 8000 && value.Trim() == value && !value.AsSpan().ContainsAny("<\0\r\n") && !value.EndsWith('\\');

    public void AllowList(IEnumerable<string> entries)
    {
        var all = entries.ToList();
        if (all.Count == 0)
        {
            return;
        }

        Open("global");
        all.ForEach(entry => Element("white_list", entry));
        Close("global");
    }

    /// <param name="command">The command.</param>
    /// <param name="dialect">The dialect: OSSEC has <c>expect</c>, Wazuh <c>extra_args</c>.</param>
    public void Command(CommandDefinition command, ConfigDialect dialect)
    {
        Open("command");
        Element("name", command.Name);
        Element("executable", command.Executable);
        if (dialect == ConfigDialect.Ossec)
        {
            Element("expect", string.Join(',', Output.Names.Of(command.Expect)));
        }
        else if (command.ExtraArguments is { } arguments)
        {
            Element("extra_args", arguments);
        }

        Element("timeout_allowed", command.TimeoutAllowed ? "yes" : "no");
        Close("command");
    }

    public void Response(ResponseDefinition response)
    {
        Open("active-response");
        Element("command", response.Command.Name);
        Element("location", string.Join(',', Output.Names.Of(response.Locations)));
        Optional("agent_id", response.AgentId);
        Optional("level", response.Level?.ToString(CultureInfo.InvariantCulture));
        Optional("rules_id", response.RuleIds.IsDefaultOrEmpty ? null : string.Join(',', response.RuleIds));
        Optional("rules_group", response.RulesGroup);
        Optional("timeout", response.Timeout > TimeSpan.Zero ? Seconds(response.Timeout) : null);
        Close("active-response");
    }

    public void Offenders(RepeatedOffenders offenders)
    {
        if (offenders.Steps.IsDefaultOrEmpty)
        {
            return;
        }

        Open("active-response");
        Element("repeated_offenders", string.Join(',', offenders.Steps.Select(static step => Math.Ceiling(step.TotalMinutes))));
        Close("active-response");
    }

    public override string ToString() => _text + "</ossec_config>\n";

    private static string Seconds(TimeSpan time) => Math.Ceiling(time.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    private void Open(string section) => _text.Append(CultureInfo.InvariantCulture, $"  <{section}>\n");

    private void Close(string section) => _text.Append(CultureInfo.InvariantCulture, $"  </{section}>\n");

    private void Element(string name, string value) => _text.Append(CultureInfo.InvariantCulture, $"    <{name}>{value}</{name}>\n");

    private void Optional(string name, string? value)
    {
        if (value is not null)
        {
            Element(name, value);
        }
    }
}
