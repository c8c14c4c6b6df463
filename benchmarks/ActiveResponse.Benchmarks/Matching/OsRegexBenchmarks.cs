using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;
using BenchmarkDotNet.Attributes;

namespace ActiveResponse.Benchmarks.Matching;

/// <summary>Searching one group list for one pattern: what a list costs the first time it is seen.</summary>
[MemoryDiagnoser]
public class OsRegexBenchmarks
{
    private OsRegex _regex = null!;

    /// <summary>Whose pattern language.</summary>
    [Params(ConfigDialect.Ossec, ConfigDialect.Wazuh)]
    public ConfigDialect Dialect { get; set; }

    /// <summary>The pattern.</summary>
    [Params("web|attack", "^web,", @"\w+_success,\S+")]
    public string Pattern { get; set; } = "";

    /// <summary>Compiles the pattern.</summary>
    [GlobalSetup]
    public void Setup() => _ = OsRegex.TryCompile(Pattern, Dialect, out _regex!);

    /// <summary>Finds that it isn't there.</summary>
    [Benchmark]
    public bool NotFound() => _regex.IsMatch("syslog,sshd,authentication_failed,invalid_login,"u8);
}
