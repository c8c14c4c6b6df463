namespace ActiveResponse.Configuration;

/// <summary>Options for reading a configuration.</summary>
public sealed record ConfigParseOptions
{
    /// <summary>Dialect whose rules apply. Default: Wazuh.</summary>
    public ConfigDialect Dialect { get; init; } = ConfigDialect.Wazuh;

    /// <summary>File name for problems, or null. A file named <c>agent.conf</c> is read as <see cref="IsAgentConfig"/>.</summary>
    public string? FileName { get; init; }

    /// <summary>Whether it is the centralized configuration for agents, with <c>&lt;agent_config&gt;</c> roots. Default: no.</summary>
    public bool IsAgentConfig { get; init; }

    /// <summary>
    /// Whether it is an agent's own <c>ossec.conf</c>, which only <c>execd</c> reads: blocks may lack command and location, and may contain
    /// Wazuh's <c>ca_verification</c>. Default: no; it is read as by analysisd on a manager or local installation.
    /// </summary>
    public bool IsAgentHost { get; init; }

    /// <summary>
    /// Folder of the OSSEC or Wazuh installation the file belongs to, e.g. <c>/var/ossec</c>; null (the default) for none. Its service
    /// account, which owns <c>etc</c> by the installer's design, may then write the file; see <see cref="ConfigFileReader.ReadTrusted"/>.
    /// </summary>
    public string? Installation { get; init; }

    /// <summary>
    /// Whether to read a file that is clearly an agent's as <see cref="IsAgentHost"/>, or by its roots as <see cref="IsAgentConfig"/>.
    /// Default: no.
    /// </summary>
    public bool GuessAgentHost { get; init; }

    /// <summary>Whether the script folder has a file of this name; null (the default): executables aren't checked.</summary>
    public Func<string, bool>? ScriptExists { get; init; }

    /// <summary>
    /// Whether a rule file named in OSSEC's <c>&lt;rules&gt;</c> exists; null (the default): not checked. OSSEC doesn't start without one.
    /// </summary>
    public Func<string, bool>? RuleFileExists { get; init; }
}
