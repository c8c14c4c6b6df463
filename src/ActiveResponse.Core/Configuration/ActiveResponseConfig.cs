using System.Collections.Immutable;

namespace ActiveResponse.Configuration;

/// <summary>Active-response configuration: an immutable snapshot, read from a file or built in code.</summary>
public sealed record ActiveResponseConfig
{
    /// <summary>A configuration in which nothing ever fires.</summary>
    public static ActiveResponseConfig Empty { get; } = new();

    /// <summary>
    /// Identifies this configuration in the records it leads to. For a file: the first 12 hexadecimal digits of its SHA-256; in code: any
    /// text. Default: empty, for none.
    /// </summary>
    public string Version { get; init; } = "";

    /// <summary>Dialect whose rules it follows. Default: Wazuh.</summary>
    public ConfigDialect Dialect { get; init; } = ConfigDialect.Wazuh;

    /// <summary>Commands, in written order.</summary>
    public ImmutableArray<CommandDefinition> Commands { get; init; } = [];

    /// <summary>Enabled responses, in written order.</summary>
    public ImmutableArray<ResponseDefinition> Responses { get; init; } = [];

    /// <summary>Subjects that no response may act on.</summary>
    public AllowList AllowList { get; init; } = AllowList.Empty;

    /// <summary>This host's managers, each an address or a host name: <c>&lt;client&gt;</c>. Never blocked.</summary>
    public ImmutableArray<string> Managers { get; init; } = [];

    /// <summary>How timeouts grow for repeat offenders on this host.</summary>
    public RepeatedOffenders RepeatedOffenders { get; init; } = RepeatedOffenders.None;

    /// <summary>Whether active response is disabled on this host (on a manager: also for all agents).</summary>
    public bool Disabled { get; init; }

    /// <summary>
    /// Names from every <c>&lt;ca_store&gt;</c> of Wazuh's <c>ossec.conf</c>, in written order: files or folders with root certificates for
    /// agent upgrade packages. Relative to Wazuh's folder. Default: none; then an agent uses <c>etc/wpk_root.pem</c>.
    /// </summary>
    public ImmutableArray<string> CaStores { get; init; } = [];
}
