using System.Collections.Immutable;

namespace ActiveResponse.Configuration;

/// <summary>State of <c>execd</c> under a configuration.</summary>
public enum ExecdState
{
    /// <summary>It runs.</summary>
    Running,

    /// <summary>It is disabled.</summary>
    Disabled,

    /// <summary>It refuses to start.</summary>
    ConfigError,
}

/// <summary>How the dialect's daemons read a configuration, where that can differ from this library.</summary>
public sealed record DaemonReading
{
    /// <summary>Error the daemon stops at, or null if it accepts the configuration; also among the problems.</summary>
    public ConfigProblem? Error { get; init; }

    /// <summary>Allow list as the daemon holds it.</summary>
    public DaemonAllowList AllowList { get; init; } = DaemonAllowList.Empty;

    /// <summary>
    /// Whether the daemon has responses but sends none: no effective response is <c>local</c> or <c>server</c>, or a later block was
    /// disabled.
    /// </summary>
    public bool SendsNothing { get; init; }

    /// <summary>
    /// Whether the daemon opens its queue to this host's <c>execd</c>: there is an effective <c>local</c> or <c>server</c> response.
    /// </summary>
    public bool OpensHostQueue { get; init; }

    /// <summary>
    /// Whether the daemon opens its queue to agents: there is an effective <c>local</c>, <c>defined-agent</c> or <c>all</c> response.
    /// </summary>
    public bool OpensAgentQueue { get; init; }

    /// <summary>State of <c>execd</c> on a host with this file.</summary>
    public ExecdState Execd { get; init; }

    /// <summary>Minutes <c>execd</c> reads from <c>&lt;repeated_offenders&gt;</c>; it uses them up to the first 0.</summary>
    public ImmutableArray<int> RepeatedOffenderMinutes { get; init; } = [];
}

/// <summary>Allow list as the dialect's daemon holds it.</summary>
/// <param name="Networks">Entries it accepts as addresses, in written order.</param>
/// <param name="Hosts">Entries it accepts as host names, in written order.</param>
public sealed record DaemonAllowList(ImmutableArray<DaemonNetwork> Networks, ImmutableArray<string> Hosts)
{
    /// <summary>An allow list without entries.</summary>
    public static DaemonAllowList Empty { get; } = new([], []);
}

/// <summary>Entry the daemon accepts as an address.</summary>
/// <param name="Text">The entry as the daemon keeps it.</param>
/// <param name="Address">The address it reads.</param>
/// <param name="PrefixLength">Prefix length in bits; under OSSEC 0 matches every address of both families.</param>
public sealed record DaemonNetwork(string Text, string Address, int PrefixLength);
