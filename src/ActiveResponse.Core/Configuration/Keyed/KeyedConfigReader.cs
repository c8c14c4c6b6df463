using System.Collections.Immutable;
using ActiveResponse.Configuration.Ossec;
using Microsoft.Extensions.Configuration;

namespace ActiveResponse.Configuration.Keyed;

/// <summary>Reads a configuration from keys and values of <c>appsettings.json</c>, environment and command line.</summary>
/// <remarks>
/// Turns keys into the elements of an <c>ossec.conf</c> for the same reader, so that both forms mean the same and have the same messages.
/// Where that reader guesses (a location searched in text, <c>atoi</c>), keys are read strictly.
/// </remarks>
internal static class KeyedConfigReader
{
    private static readonly string[] RootKeys =
    [
        "Dialect",
        "Disabled",
        "AllowList",
        "Managers",
        "RepeatedOffenders",
        "Commands",
        "Responses",
    ];

    // Codes that apply only to files, or to the daemons that read them.
    private static readonly string[] DaemonCodes =
    [
        "nothing-sent",
        "ar-conf-full",
        "disabled-stops-execd",
        "disabled-unseen",
        "repeated-offenders-ignored",
        "location-taken-for",
        "entity",
    ];

    public static ConfigParseResult Read(IConfiguration section)
    {
        var keys = new KeyTree((section as IConfigurationSection)?.Path ?? "");
        if (section is IConfigurationSection named && !named.Exists())
        {
            keys.Reject(named, "There is no such section, or it is empty: correct its name, or write the configuration into it.");
        }

        keys.CheckNames(section, RootKeys);
        var dialect = DialectOf(section, keys);
        AddGeneral(section, keys);
        foreach (var child in KeyedValue.Entries(section.GetSection("Commands"), keys))
        {
            keys.AddSection("command", child, dialect == ConfigDialect.Ossec ? KeyedElements.OssecCommand : KeyedElements.Command);
        }

        var agents = new Dictionary<XmlItem, string?>();
        foreach (var child in KeyedValue.Entries(section.GetSection("Responses"), keys))
        {
            agents.Add(keys.AddSection("active-response", child, KeyedElements.Response), child["AgentId"]);
        }

        var reading = new ConfigReading(new ConfigParseOptions { Dialect = dialect }, keys.Tree, new PositionMap([]));
        OssecConfigParser.Judge(reading, out var execd);
        SetAgents(reading, agents);
        return InTermsOfKeys(OssecConfigParser.Result(reading, execd), keys);
    }

    private static ConfigDialect DialectOf(IConfiguration section, KeyTree keys)
    {
        var text = section["Dialect"];
        if (text is null || text.Equals("Wazuh", StringComparison.OrdinalIgnoreCase))
        {
            return ConfigDialect.Wazuh;
        }

        if (!text.Equals("Ossec", StringComparison.OrdinalIgnoreCase))
        {
            keys.Reject(section.GetSection("Dialect"), $"{ConfigReading.Quote(text)} isn't a dialect: write Wazuh or Ossec.");
            return ConfigDialect.Wazuh;
        }

        return ConfigDialect.Ossec;
    }

    /// <summary>Adds what isn't about one command or response; repeated offenders come first, as execd requires.</summary>
    private static void AddGeneral(IConfiguration section, KeyTree keys)
    {
        var isDisabled = KeyedValue.Boolean(section.GetSection("Disabled"), keys) == "yes";
        var offenders = KeyedValue.List(section.GetSection("RepeatedOffenders"), keys);
        if (isDisabled || offenders is not null)
        {
            keys.Open("active-response", section.GetSection("RepeatedOffenders"));
            keys.Add("disabled", section.GetSection("Disabled"), isDisabled ? "yes" : null);
            keys.Add("repeated_offenders", section.GetSection("RepeatedOffenders"), offenders);
        }

        var allowed = KeyedValue.Entries(section.GetSection("AllowList"), keys);
        if (allowed.Count > 0)
        {
            keys.Open("global", section.GetSection("AllowList"));
            allowed.ForEach(entry => keys.Add("white_list", entry, KeyedValue.Text(entry, keys)));
        }

        var managers = KeyedValue.Entries(section.GetSection("Managers"), keys);
        if (managers.Count > 0)
        {
            keys.Open("client", section.GetSection("Managers"));
            managers.ForEach(entry => keys.Add("server-ip", entry, KeyedValue.Text(entry, keys)));
        }
    }

    /// <summary>Restores agents as written: labels were validated as numbers.</summary>
    private static void SetAgents(ConfigReading reading, Dictionary<XmlItem, string?> agents)
    {
        foreach (var response in reading.Responses)
        {
            if (response.Definition is { } definition)
            {
                response.Definition = definition with { Line = 0, AgentId = agents[response.Item] };
            }
        }
    }

    private static ConfigParseResult InTermsOfKeys(ConfigParseResult result, KeyTree keys)
    {
        var judged = result
            .Problems.Where(static problem => !DaemonCodes.Contains(problem.Code))
            .Select(problem => (Offset: problem.Column - 1, Problem: problem));
        var problems = judged
            .Concat(keys.Problems)
            .OrderBy(static pair => pair.Offset)
            .Select(pair => pair.Problem with { File = keys.PathOf(pair.Offset), Line = 0, Column = 0 })
            .ToImmutableArray();
        return result with
        {
            Problems = problems,
            Config = result.Config with
            {
                AllowList = new AllowList([.. result.Config.AllowList.Entries.Select(static entry => entry with { Line = 0 })]),
            },
        };
    }
}
