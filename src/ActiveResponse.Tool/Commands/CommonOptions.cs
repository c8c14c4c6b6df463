using System.CommandLine;

namespace ActiveResponse.Tool.Commands;

/// <summary>Options that several commands take.</summary>
internal static class CommonOptions
{
    public static Option<string> Dialect()
    {
        var option = new Option<string>("--dialect") { Description = "Whose rules apply: wazuh (default) or ossec.", DefaultValueFactory = static _ => "wazuh" };
        option.AcceptOnlyFromAmong("wazuh", "ossec");
        return option;
    }

    public static Option<bool> Json() => new("--json") { Description = "Print JSON, one object a line." };

    public static Option<string> Config() => new("--config") { Description = "The ossec.conf to use.", Required = true, HelpName = "FILE" };
}
