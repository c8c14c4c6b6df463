using System.Collections.Immutable;
using ActiveResponse.Diagnostics;

namespace ActiveResponse.Configuration;

/// <summary>Thrown if a host gets a configuration with errors. The message lists them all.</summary>
public sealed class InvalidConfigurationException : ActiveResponseException
{
    internal InvalidConfigurationException(ImmutableArray<ConfigProblem> problems)
        : base(
            "The configuration can't be used:"
                + string.Concat(problems.Where(static p => p.Severity == ConfigSeverity.Error).Select(static p => $"\n  {p}"))
        ) => Problems = problems;

    /// <summary>All problems, warnings included.</summary>
    public ImmutableArray<ConfigProblem> Problems { get; }
}
