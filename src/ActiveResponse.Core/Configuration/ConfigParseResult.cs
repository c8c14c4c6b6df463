using System.Collections.Immutable;

namespace ActiveResponse.Configuration;

/// <summary>What reading a configuration gave: the model, every problem, and what the dialect's daemon would make of it.</summary>
public sealed record ConfigParseResult
{
    /// <summary>Whether the dialect's own daemon would start with this configuration.</summary>
    public required bool Accepted { get; init; }

    /// <summary>The configuration; when there are errors, what could be read in spite of them. Check <see cref="HasErrors"/> before using
    /// it.</summary>
    public required ActiveResponseConfig Config { get; init; }

    /// <summary>All problems: the one the daemon stops at first, since others may follow from it, then the rest in the order of their
    /// position.</summary>
    public required ImmutableArray<ConfigProblem> Problems { get; init; }

    /// <summary>The bytes of the <c>ar.conf</c> the dialect's daemon would write, also as left behind by a refused configuration.</summary>
    public required ImmutableArray<byte> ArConf { get; init; }

    /// <summary>What the dialect's daemons make of it beyond that.</summary>
    public DaemonReading Daemon { get; init; } = new();

    /// <summary>Whether it was read as an agent's own file, of which only <c>execd</c> takes notice.</summary>
    public bool IsAgentHost { get; init; }

    /// <summary>Whether any problem is an error; such a configuration must not be run.</summary>
    public bool HasErrors => !Accepted || Problems.Any(static p => p.Severity == ConfigSeverity.Error);
}
