using ActiveResponse.Configuration;
using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ActiveResponse.Tool.Output;

/// <summary>The configuration language's words for the model's values.</summary>
internal static class Names
{
    public static IEnumerable<string> Of(ResponseLocation locations)
    {
        if (locations.HasFlag(ResponseLocation.Local))
        {
            yield return "local";
        }

        if (locations.HasFlag(ResponseLocation.Server))
        {
            yield return "server";
        }

        if (locations.HasFlag(ResponseLocation.DefinedAgent))
        {
            yield return "defined-agent";
        }

        if (locations.HasFlag(ResponseLocation.All))
        {
            yield return "all";
        }
    }

    public static IEnumerable<string> Of(ExpectedFields fields)
    {
        if (fields.HasFlag(ExpectedFields.User))
        {
            yield return "user";
        }

        if (fields.HasFlag(ExpectedFields.SourceAddress))
        {
            yield return "srcip";
        }

        if (fields.HasFlag(ExpectedFields.FileName))
        {
            yield return "filename";
        }
    }

    public static string Of(ConfigSeverity severity) => severity == ConfigSeverity.Error ? "error" : "warning";

    public static HostRole Role(string name) =>
        name switch
        {
            "server" => HostRole.Server,
            "agent" => HostRole.Agent,
            _ => HostRole.Standalone,
        };

    public static ConfigDialect Dialect(string name) => name == "ossec" ? ConfigDialect.Ossec : ConfigDialect.Wazuh;
}
