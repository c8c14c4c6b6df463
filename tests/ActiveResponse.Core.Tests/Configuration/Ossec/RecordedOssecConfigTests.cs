using System.Text;
using System.Text.Json;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;

namespace ActiveResponse.Tests.Configuration.Ossec;

public sealed class RecordedOssecConfigTests
{
    public static IEnumerable<object[]> Ids => RecordedConfig.OssecIds();

    [Theory]
    [MemberData(nameof(Ids))]
    public void Accepts_and_writes_what_ossec_analysisd_does(string id)
    {
        var (recorded, result) = Parse(id);
        var daemon = recorded.GetProperty("analysisd_t");

        result.Accepted.Should().Be(daemon.GetProperty("accept").GetBoolean());
        result.ArConf.ToArray().Should().Equal(ArConf(daemon));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Names_the_error_ossec_analysisd_names(string id)
    {
        var (recorded, result) = Parse(id);
        var daemon = recorded.GetProperty("analysisd_t");
        var codes = daemon.GetProperty("error_codes").EnumerateArray().Select(static c => c.GetString()).ToList();
        if (codes.Count == 0)
        {
            return;
        }

        var first = result.Problems.First(static p => p.Severity == ConfigSeverity.Error);
        first.Code.Should().Be(codes[0]);

        // Case 353 is about a rule file, and its line one of the file read before.
        if (daemon.TryGetProperty("error_line", out var line) && line.ValueKind == JsonValueKind.Number && id != "353")
        {
            first.Line.Should().Be(line.GetInt32());
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Holds_what_ossec_analysisd_holds(string id)
    {
        var (recorded, result) = Parse(id);
        if (!recorded.TryGetProperty("parsed", out var parsed))
        {
            return;
        }

        RecordedModel.Responses(result).Should().Equal(RecordedModel.Responses(parsed));
        RecordedModel.Commands(result, withExpect: true).Should().Equal(RecordedModel.Commands(parsed));
        RecordedModel.AllowList(result).Should().Equal(RecordedModel.AllowList(parsed));
        var sends = (parsed.GetProperty("ar_flag").GetInt32() & 2) != 0;
        result.Daemon.SendsNothing.Should().Be(!sends && result.Config.Responses.Length > 0);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Sees_what_ossec_execd_does(string id)
    {
        var (recorded, result) = Parse(id);
        var execd = recorded.GetProperty("execd");

        result
            .Daemon.Execd.Should()
            .Be(
                execd.GetProperty("state").GetString() switch
                {
                    "running" => ExecdState.Running,
                    "disabled" => ExecdState.Disabled,
                    _ => ExecdState.ConfigError,
                }
            );
        result.Daemon.RepeatedOffenderMinutes.Should().Equal(RecordedModel.Minutes(execd.GetProperty("t_log")));
    }

    private static (JsonElement Recorded, ConfigParseResult Result) Parse(string id)
    {
        var recorded = RecordedConfig.Ossec(id);
        var options = new ConfigParseOptions { Dialect = ConfigDialect.Ossec, RuleFileExists = static _ => false };
        return (recorded, new OssecConfigParser().Parse(RecordedConfig.Input(recorded), options));
    }

    private static byte[] ArConf(JsonElement daemon) =>
        daemon.TryGetProperty("ar_conf_hex", out var hex)
            ? Convert.FromHexString(hex.GetString()!)
            : Encoding.UTF8.GetBytes(daemon.GetProperty("ar_conf").GetString()!);
}
