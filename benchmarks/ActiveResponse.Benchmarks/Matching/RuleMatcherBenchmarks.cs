using System.Text;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.Matching;
using BenchmarkDotNet.Attributes;

namespace ActiveResponse.Benchmarks.Matching;

/// <summary>Matching 1,024 different alerts against 1, 30 and 1,000 configured responses.</summary>
[MemoryDiagnoser]
public class RuleMatcherBenchmarks
{
    private const int AlertCount = 1024;

    private readonly (uint RuleId, int Level, byte[] Groups)[] _alerts = new (uint, int, byte[])[AlertCount];
    private RuleMatcher _matcher = null!;

    /// <summary>How many responses are configured.</summary>
    [Params(1, 30, 1000)]
    public int Responses { get; set; }

    /// <summary>Whose rule combines the conditions.</summary>
    [Params(ConfigDialect.Ossec, ConfigDialect.Wazuh)]
    public ConfigDialect Dialect { get; set; }

    /// <summary>Builds a third of the responses on levels, a third on rule ids, a third on groups.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _matcher = new RuleMatcher(
            new ActiveResponseConfig { Dialect = Dialect, Responses = [.. Enumerable.Range(0, Responses).Select(Response)] }
        );
        for (var i = 0; i < AlertCount; i++)
        {
            _alerts[i] = ((uint)(5_000 + i), 3 + (i % 4), Encoding.UTF8.GetBytes($"syslog,sshd,authentication_failed,site{i % 300},"));
        }
    }

    /// <summary>Alerts of which none fires, as nearly all of them do.</summary>
    [Benchmark(OperationsPerInvoke = AlertCount)]
    public int NothingFires()
    {
        var fired = 0;
        foreach (var (ruleId, level, groups) in _alerts)
        {
            fired += _matcher
                .Match(
                    new AlertKey
                    {
                        RuleId = ruleId,
                        Level = level,
                        Groups = groups,
                    }
                )
                .Length;
        }

        return fired;
    }

    /// <summary>Alerts that fire one response each by their rule id (none where no response names it).</summary>
    [Benchmark(OperationsPerInvoke = AlertCount)]
    public int OneFires()
    {
        var fired = 0;
        foreach (var (_, level, groups) in _alerts)
        {
            fired += _matcher
                .Match(
                    new AlertKey
                    {
                        RuleId = 100_001,
                        Level = level,
                        Groups = groups,
                    }
                )
                .Length;
        }

        return fired;
    }

    private static ResponseDefinition Response(int i)
    {
        var response = new ResponseDefinition
        {
            Name = "block600",
            Command = new CommandDefinition { Name = "block", Executable = "block.sh" },
        };
        return (i % 3) switch
        {
            0 => response with { Level = 10 + (i % 7) },
            1 => response with { RuleIds = [(uint)(100_000 + i), (uint)(200_000 + i)] },
            _ => response with { Level = 12, RulesGroup = $@"attack{i},|^web\d+,\w+_success" },
        };
    }
}
