using System.Text;
using System.Text.Json;
using ActiveResponse.Alerts;
using ActiveResponse.Benchmarks.Compare;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Matching;

namespace ActiveResponse.Benchmarks.Growth;

/// <summary>What 1 to 10,000 responses cost each alert, and the load of the file that has them.</summary>
internal sealed class ResponseGrowth(GrowthSettings settings, GrowthFigures figures)
{
    private const int Most = 10_000;
    private const int WarmResponses = 100;

    // As many kinds of groups as a large rule set has.
    private static readonly byte[][] Groups =
    [
        .. Enumerable.Range(0, 300).Select(static i => Encoding.UTF8.GetBytes($"syslog,sshd,authentication_failed,site{i},")),
    ];

    public async Task RunAsync()
    {
        await WarmAsync();
        foreach (var count in settings.Steps(Most))
        {
            await MatchAsync(count);
            await LoadAsync(count);
        }
    }

    // Both ways through the matcher, and enough of the parser that its code is compiled as it stays before the first point.
    private async Task WarmAsync()
    {
        var line = Encoding.UTF8.GetBytes(Load.Line(0, 5710, Load.Address(0)));
        var matcher = new RuleMatcher(Load.Config(WarmResponses, TimeSpan.FromHours(1)));
        var file = Encoding.UTF8.GetBytes(OssecConf(WarmResponses));
        var alerts = settings.Quick ? 1_000 : 1_000_000;
        await EachAsync(alerts / 10, _ => Scan(line));
        await EachAsync(alerts, i => Match(matcher, i, (uint)(5_000 + (i % 700)), fires: false));
        await EachAsync(alerts, i => Match(matcher, i, Load.FiringRule, fires: true));
        await EachAsync(settings.Quick ? 1 : 200, _ => Scroll(file));
        await EachAsync(settings.Quick ? 1 : 200, i => _ = new RuleMatcher(Parse(file, WarmResponses)));
    }

    private async Task MatchAsync(int responses)
    {
        var alerts = settings.Quick ? 10_000 : 1_000_000;
        var line = Encoding.UTF8.GetBytes(Load.Line(0, 5710, Load.Address(0)));
        var matcher = new RuleMatcher(Load.Config(responses, TimeSpan.FromHours(1)));
        var measured = await Rounds.RunAsync(
            settings.Quick ? 1 : 3,
            new Contestant("scan", async _ => [await EachAsync(alerts / 10, _ => Scan(line))]),
            new Contestant("quiet", async _ => [await EachAsync(alerts, i => Match(matcher, i, (uint)(5_000 + (i % 700)), fires: false))]),
            new Contestant("fires", async _ => [await EachAsync(alerts, i => Match(matcher, i, Load.FiringRule, fires: true))])
        );
        figures.Add("match", "raw scan", responses, measured[0].Median());
        figures.Add("match", "library nothing fires", responses, measured[1].Median());
        figures.Add("match", "library one fires", responses, measured[2].Median());
    }

    private async Task LoadAsync(int responses)
    {
        var file = Encoding.UTF8.GetBytes(OssecConf(responses));
        var rounds = settings.Quick ? 1 : 5;
        var measured = await Rounds.RunAsync(
            rounds,
            new Contestant("xml", async _ => [await Rounds.TimeAsync(() => Task.Run(() => Scroll(file)))]),
            new Contestant("parsed", async _ => [await Rounds.TimeAsync(() => Task.Run(() => Parse(file, responses)))]),
            new Contestant("ready", async _ => [await Rounds.TimeAsync(() => Task.Run(() => new RuleMatcher(Parse(file, responses))))])
        );
        figures.Add("load", "raw XmlReader", responses, measured[0].Median());
        figures.Add("load", "library checked", responses, measured[1].Median());
        figures.Add("load", "library ready to match", responses, measured[2].Median());
    }

    /// <summary>Nanoseconds of processor time for each.</summary>
    private static async Task<double> EachAsync(int count, Action<int> what)
    {
        var seconds = await Rounds.ProcessorAsync(() =>
            Task.Run(() =>
            {
                for (var i = 0; i < count; i++)
                {
                    what(i);
                }
            })
        );
        return seconds * 1e9 / count;
    }

    private static void Match(RuleMatcher matcher, int number, uint rule, bool fires)
    {
        var key = new AlertKey
        {
            RuleId = rule,
            Level = 3 + (number % 4),
            Groups = Groups[number % Groups.Length],
        };
        _ = matcher.Match(key).IsEmpty != fires ? 0 : throw new InvalidOperationException("an alert is matched wrongly");
    }

    private static void Scan(byte[] line)
    {
        var reader = new Utf8JsonReader(line);
        while (reader.Read()) { }
    }

    private static void Scroll(byte[] file)
    {
        using var reader = System.Xml.XmlReader.Create(new MemoryStream(file));
        while (reader.Read()) { }
    }

    private static ActiveResponseConfig Parse(byte[] file, int responses)
    {
        var result = new OssecConfigParser().Parse(file, new ConfigParseOptions { Dialect = ConfigDialect.Wazuh, FileName = "ossec.conf" });
        return result.Config.Responses.Length == responses
            ? result.Config
            : throw new InvalidOperationException(string.Join('\n', result.Problems.Take(3)));
    }

    private static string OssecConf(int responses)
    {
        var text = new StringBuilder("<ossec_config>\n  <command><name>drop</name><executable>firewall-drop</executable>").Append(
            "<timeout_allowed>yes</timeout_allowed></command>\n"
        );
        for (var i = 0; i < responses; i++)
        {
            var condition = (i % 3) switch
            {
                0 => $"<rules_id>{100_000 + i},{200_000 + i}</rules_id>",
                1 => $"<level>{11 + (i % 5)}</level>",
                _ => $"<rules_group>attack{i},|web,</rules_group>",
            };
            text.Append("  <active-response><command>drop</command><location>local</location>")
                .Append(condition)
                .Append("<timeout>600</timeout></active-response>\n");
        }

        return text.Append("</ossec_config>\n").ToString();
    }
}
