namespace ActiveResponse.Alerts;

/// <summary>Limits on what an <see cref="AlertParser"/> reads.</summary>
public sealed record AlertParserOptions
{
    /// <summary>The longest record in bytes; a longer one is refused with <see cref="AlertErrorCause.TooLong"/>. Default 1 MiB.</summary>
    public int MaxRecordLength { get; init; } = 1024 * 1024;

    /// <summary>How deep JSON may nest, 1–1000; deeper is refused with <see cref="AlertErrorCause.TooDeep"/>. Default 1000, the limit of
    /// OSSEC's and Wazuh's own reader.</summary>
    public int MaxDepth { get; init; } = 1000;

    /// <summary>Whether field values stay as analysisd has them: otherwise an empty one and <c>-</c> count as absent, and an IPv4-mapped
    /// address is unmapped.</summary>
    internal bool FieldsAsWritten { get; init; }
}
