using System.Collections.Immutable;

namespace ActiveResponse.Configuration;

/// <summary>What <c>execd</c> does with a configuration.</summary>
public enum ExecdState
{
    /// <summary>It runs.</summary>
    Running,

    /// <summary>It is switched off.</summary>
    Disabled,

    /// <summary>It refuses to start.</summary>
    ConfigError,
}

/// <summary>What the dialect's own daemons make of a configuration where that can differ from what this library does with it.</summary>
public sealed record DaemonReading
{
    /// <summary>The error the daemon stops at, or null if it accepts the configuration; it is among the problems, too.</summary>
    public ConfigProblem? Error { get; init; }

    /// <summary>The allow list as the daemon holds it.</summary>
    public DaemonAllowList AllowList { get; init; } = DaemonAllowList.Empty;

    /// <summary>Whether the daemon has responses but sends none: no response that counts is <c>local</c> or <c>server</c>, or a later block
    /// was disabled.</summary>
    public bool SendsNothing { get; init; }

    /// <summary>Whether the daemon opens its queue to this host's <c>execd</c>: a <c>local</c> or <c>server</c> response counts.</summary>
    public bool OpensHostQueue { get; init; }

    /// <summary>Whether the daemon opens its queue to agents: a <c>local</c>, <c>defined-agent</c> or <c>all</c> response counts.</summary>
    public bool OpensAgentQueue { get; init; }

    /// <summary>What <c>execd</c> on a host with this file does.</summary>
    public ExecdState Execd { get; init; }

    /// <summary>The minutes <c>execd</c> reads from <c>&lt;repeated_offenders&gt;</c>; it uses them up to the first 0.</summary>
    public ImmutableArray<int> RepeatedOffenderMinutes { get; init; } = [];
}

/// <summary>The allow list as the dialect's daemon holds it.</summary>
/// <param name="Networks">The entries it takes as addresses, in written order.</param>
/// <param name="Hosts">The entries it takes as host names, in written order.</param>
public sealed record DaemonAllowList(ImmutableArray<DaemonNetwork> Networks, ImmutableArray<string> Hosts)
{
    /// <summary>An allow list without entries.</summary>
    public static DaemonAllowList Empty { get; } = new([], []);
}

/// <summary>An entry the daemon takes as an address.</summary>
/// <param name="Text">The entry as the daemon keeps it.</param>
/// <param name="Address">The address it reads.</param>
/// <param name="PrefixLength">The prefix length in bits; 0 matches every address of both families under OSSEC.</param>
public sealed record DaemonNetwork(string Text, string Address, int PrefixLength);
