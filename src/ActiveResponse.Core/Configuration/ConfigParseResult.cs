using System.Collections.Immutable;

namespace ActiveResponse.Configuration;

/// <summary>Result of reading a configuration: the model, every problem, and how the dialect's daemon would read it.</summary>
public sealed record ConfigParseResult
{
    /// <summary>Whether the dialect's own daemon would start with this configuration.</summary>
    public required bool Accepted { get; init; }

    /// <summary>The configuration; with errors, whatever could be read. Check <see cref="HasErrors"/> before using it.</summary>
    public required ActiveResponseConfig Config { get; init; }

    /// <summary>All problems: first the one the daemon stops at, since others may follow from it, then the rest by position.</summary>
    public required ImmutableArray<ConfigProblem> Problems { get; init; }

    /// <summary>Content of the <c>ar.conf</c> the dialect's daemon would write, even from a refused configuration.</summary>
    public required ImmutableArray<byte> ArConf { get; init; }

    /// <summary>Further results of the dialect's daemons.</summary>
    public DaemonReading Daemon { get; init; } = new();

    /// <summary>Whether it was read as an agent's own file, which only <c>execd</c> reads.</summary>
    public bool IsAgentHost { get; init; }

    /// <summary>Whether any problem is an error; such a configuration must not be run.</summary>
    public bool HasErrors => !Accepted || Problems.Any(static p => p.Severity == ConfigSeverity.Error);
}
