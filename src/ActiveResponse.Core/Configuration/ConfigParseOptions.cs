namespace ActiveResponse.Configuration;

/// <summary>How a configuration is to be read.</summary>
public sealed record ConfigParseOptions
{
    /// <summary>Whose rules it is read by. Default: Wazuh.</summary>
    public ConfigDialect Dialect { get; init; } = ConfigDialect.Wazuh;

    /// <summary>The file name problems are reported under, or null. A file called <c>agent.conf</c> is read as
    /// <see cref="IsAgentConfig"/>.</summary>
    public string? FileName { get; init; }

    /// <summary>Whether it is the centralised configuration for agents, whose roots are <c>&lt;agent_config&gt;</c>. Default: no.</summary>
    public bool IsAgentConfig { get; init; }

    /// <summary>
    /// Whether it is an agent's own <c>ossec.conf</c>, which only <c>execd</c> reads: a block may then lack command and location, and
    /// Wazuh's <c>ca_verification</c> may stand in it. Default: no, it is read as analysisd on a manager or local installation reads it.
    /// </summary>
    public bool IsAgentHost { get; init; }

    /// <summary>
    /// The folder of the OSSEC or Wazuh the file belongs to, e.g. <c>/var/ossec</c>; null (the default) for none. Its service account,
    /// which owns <c>etc</c> by design of the installer, may then write the file: see <see cref="ConfigFileReader.ReadTrusted"/>.
    /// </summary>
    public string? Installation { get; init; }

    /// <summary>Whether a file that is clearly an agent's is read as <see cref="IsAgentHost"/>, or by its roots as
    /// <see cref="IsAgentConfig"/>. Default: no.</summary>
    public bool GuessAgentHost { get; init; }

    /// <summary>Whether the script folder holds a file of this name; null (the default) leaves executables unchecked.</summary>
    public Func<string, bool>? ScriptExists { get; init; }

    /// <summary>
    /// Whether a rule file named in OSSEC's <c>&lt;rules&gt;</c> exists; null (the default) leaves them unchecked. OSSEC refuses to start
    /// without one.
    /// </summary>
    public Func<string, bool>? RuleFileExists { get; init; }
}
