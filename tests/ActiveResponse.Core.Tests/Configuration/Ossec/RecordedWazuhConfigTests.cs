using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;

namespace ActiveResponse.Tests.Configuration.Ossec;

public sealed partial class RecordedWazuhConfigTests
{
    private const string BuiltIn =
        "restart-ossec0 - restart-ossec.sh - 0\nrestart-ossec0 - restart-ossec.cmd - 0\nrestart-wazuh0 - restart-ossec.sh - 0\n"
        + "restart-wazuh0 - restart-ossec.cmd - 0\nrestart-wazuh0 - restart-wazuh - 0\nrestart-wazuh0 - restart-wazuh.exe - 0\n";

    public static IEnumerable<object[]> Ids => RecordedConfig.WazuhIds();

    [Theory]
    [MemberData(nameof(Ids))]
    public void Accepts_and_writes_what_wazuh_analysisd_does(string id)
    {
        var (recorded, result) = Parse(id);
        var daemon = recorded.GetProperty("analysisd_ar");

        result.Accepted.Should().Be(daemon.GetProperty("accept").GetBoolean());
        result.ArConf.ToArray().Should().Equal(Bytes(BuiltIn + daemon.GetProperty("ar_conf_after_builtin").GetString()));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Names_the_error_wazuh_analysisd_names(string id)
    {
        var (recorded, result) = Parse(id);
        var log = recorded.GetProperty("analysisd_ar").GetProperty("log").EnumerateArray().Select(static l => l.GetString()!).ToList();
        foreach (var severity in new[] { ConfigSeverity.Error, ConfigSeverity.Warning })
        {
            var told = log.Select(static l => LogLine().Match(l)).FirstOrDefault(m => m.Success && IsOf(severity, m.Groups["kind"].Value));
            if (told is null)
            {
                continue;
            }

            var problem = result.Problems.First(p => p.Severity == severity && char.IsDigit(p.Code[0]));
            problem.Code.Should().Be(told.Groups["code"].Value);
            if (told.Groups["line"].Success)
            {
                problem.Line.Should().Be(int.Parse(told.Groups["line"].Value));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Holds_what_wazuh_analysisd_holds(string id)
    {
        var (recorded, result) = Parse(id);
        if (!recorded.TryGetProperty("parsed", out var parsed))
        {
            return;
        }

        RecordedModel.Responses(result).Should().Equal(RecordedModel.Responses(parsed));
        RecordedModel.Commands(result, withExpect: false).Should().Equal(RecordedModel.Commands(parsed));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Sees_what_wazuh_execd_does(string id)
    {
        var (recorded, result) = Parse(id);
        var execd = recorded.GetProperty("execd_t");

        (result.Daemon.Execd == ExecdState.ConfigError).Should().Be(execd.GetProperty("rc").GetInt32() != 0);
        result.Daemon.RepeatedOffenderMinutes.Should().Equal(RecordedModel.Minutes(execd.GetProperty("log")));
    }

    private static (JsonElement Recorded, ConfigParseResult Result) Parse(string id)
    {
        var recorded = RecordedConfig.Wazuh(id);
        return (
            recorded,
            new OssecConfigParser().Parse(RecordedConfig.Input(recorded), new ConfigParseOptions { Dialect = ConfigDialect.Wazuh })
        );
    }

    private static bool IsOf(ConfigSeverity severity, string kind) =>
        severity == ConfigSeverity.Error ? kind is "ERROR" or "CRITICAL" : kind is "WARNING" or "INFO";

    // The recording writes bytes that aren't UTF-8 as \xNN.
    private static byte[] Bytes(string text) =>
        Encoding.Latin1.GetBytes(
            Regex.Replace(
                Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text)),
                @"\\x([0-9a-f]{2})",
                static m => ((char)Convert.ToByte(m.Groups[1].Value, 16)).ToString()
            )
        );

    [GeneratedRegex(@"(?<kind>ERROR|CRITICAL|WARNING|INFO): \((?<code>\d+)\).*?(\(line (?<line>\d+)\)\.)?$")]
    private static partial Regex LogLine();
}
