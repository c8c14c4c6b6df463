using ActiveResponse.Diagnostics;

namespace ActiveResponse.Alerts;

/// <summary>Limits of an <see cref="AlertParser"/>.</summary>
public sealed record AlertParserOptions
{
    /// <summary>
    /// Maximum record length in bytes; longer ones are refused with <see cref="AlertErrorCause.TooLong"/>. Default 1 MiB.
    /// </summary>
    public int MaxRecordLength { get; init; } = 1024 * 1024;

    /// <summary>
    /// Maximum nesting of JSON, 1–1000; deeper is refused with <see cref="AlertErrorCause.TooDeep"/>. Default 1000, the limit of OSSEC's
    /// and Wazuh's own reader.
    /// </summary>
    public int MaxDepth { get; init; } = 1000;

    /// <summary>Whether field values stay as analysisd has them: otherwise an empty one and <c>-</c> count as absent, and an IPv4-mapped
    /// address is unmapped. Default: no.</summary>
    public bool FieldsAsWritten { get; init; }

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A limit is outside its range.</exception>
    internal void Validate() =>
        new OptionsValidation(typeof(AlertParserOptions)).AtLeast(MaxRecordLength, 1).Range(MaxDepth, 1, 1000).ThrowIfAny();
}
