namespace ActiveResponse.Configuration;

/// <summary>How a configuration is to be read.</summary>
public sealed record ConfigParseOptions
{
    /// <summary>Whose rules it is read by. Default: Wazuh.</summary>
    public ConfigDialect Dialect { get; init; } = ConfigDialect.Wazuh;

    /// <summary>The file name problems are reported under, or null.</summary>
    public string? FileName { get; init; }
}
