using System.Text;
using System.Text.Json;
using ActiveResponse.Alerts;
using BenchmarkDotNet.Attributes;

namespace ActiveResponse.Benchmarks.Alerts;

/// <summary>Reading what decides of an alert, beside the raw operation: one scan of the line by the platform's JSON reader.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class AlertKeyBenchmarks
{
    private readonly AlertParser _parser = new();
    private byte[] _line = [];

    /// <summary>A Wazuh alert of about one kilobyte.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var log = string.Concat(
            Enumerable.Repeat(
                "Aug  1 03:17:27 bastion sshd[4711]: Failed password for invalid user oracle from 203.0.113.77 port 40122 ssh2 ",
                5
            )
        );
        _line = Encoding.UTF8.GetBytes(
            (
                """{"timestamp":"2026-08-01T03:17:27.123+0000","rule":{"level":5,"description":"sshd: Attempt to login using a """
                + """non-existent user","id":"5710","mitre":{"id":["T1110"],"tactic":["Credential Access"]},"firedtimes":7,"mail":"""
                + """false,"groups":["syslog","sshd","authentication_failed","invalid_login"]},"agent":"""
                + """{"id":"000","name":"bastion"},"manager":{"name":"bastion"},"id":"1785554247.1234","full_log":"LOG","decoder":"""
                + """{"name":"sshd"},"data":"""
                + """{"srcip":"203.0.113.77","srcport":"40122","srcuser":"oracle"},"location":"/var/log/auth.log"}"""
            ).Replace("LOG", log, StringComparison.Ordinal)
        );
    }

    /// <summary>The raw operation.</summary>
    [Benchmark(Baseline = true)]
    public int WholeLineScan()
    {
        var reader = new Utf8JsonReader(_line);
        var tokens = 0;
        while (reader.Read())
        {
            tokens++;
        }

        return tokens;
    }

    /// <summary>Rule id, level and groups.</summary>
    [Benchmark]
    public bool Key() => _parser.TryReadKey(_line, out _, out _);

    /// <summary>The whole alert, as for a line that fires something.</summary>
    [Benchmark]
    public Alert? Alert() => _parser.TryRead(_line, out var alert, out _) ? alert : null;
}
