using System.Collections.Immutable;

namespace ActiveResponse.Configuration;

/// <summary>What the configuration says about active response: an immutable snapshot, read from a file or built in code.</summary>
public sealed record ActiveResponseConfig
{
    /// <summary>A configuration in which nothing ever fires.</summary>
    public static ActiveResponseConfig Empty { get; } = new();

    /// <summary>
    /// What tells it from other configurations in the record of what it led to. Of a file the first 12 hexadecimal digits of the SHA-256 of
    /// its content; of code what the host says. Default: empty, for none.
    /// </summary>
    public string Version { get; init; } = "";

    /// <summary>Whose rules it follows. Default: Wazuh.</summary>
    public ConfigDialect Dialect { get; init; } = ConfigDialect.Wazuh;

    /// <summary>The commands, in written order.</summary>
    public ImmutableArray<CommandDefinition> Commands { get; init; } = [];

    /// <summary>The responses that are switched on, in written order.</summary>
    public ImmutableArray<ResponseDefinition> Responses { get; init; } = [];

    /// <summary>What no response may be run against.</summary>
    public AllowList AllowList { get; init; } = AllowList.Empty;

    /// <summary>The managers of this host, each an address or a host name: <c>&lt;client&gt;</c>. They are never blocked.</summary>
    public ImmutableArray<string> Managers { get; init; } = [];

    /// <summary>How timeouts grow for repeat offenders on this host.</summary>
    public RepeatedOffenders RepeatedOffenders { get; init; } = RepeatedOffenders.None;

    /// <summary>Whether active response is switched off on this host (on a manager: for all agents as well).</summary>
    public bool Disabled { get; init; }

    /// <summary>
    /// What every <c>&lt;ca_store&gt;</c> of Wazuh's <c>ossec.conf</c> names, in written order: files or folders with the roots of agent
    /// upgrade packages. A relative path is meant from Wazuh's folder. Default: none, where an agent uses <c>etc/wpk_root.pem</c>.
    /// </summary>
    public ImmutableArray<string> CaStores { get; init; } = [];
}
