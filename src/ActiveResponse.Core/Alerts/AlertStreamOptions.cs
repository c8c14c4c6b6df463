using ActiveResponse.Diagnostics;

namespace ActiveResponse.Alerts;

/// <summary>Options for splitting a stream into alert records.</summary>
public record AlertStreamOptions
{
    /// <summary>Maximum record length in bytes, at least 1; of a longer one only the start is kept. Default 1 MiB.</summary>
    public int MaxRecordLength { get; init; } = 1024 * 1024;

    /// <summary>Number of bytes per read, at least 1; also the approximate size of a batch. Default 256 KiB.</summary>
    public int ReadSize { get; init; } = 256 * 1024;

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    internal void Validate()
    {
        var validation = new OptionsValidation(GetType());
        Validate(validation);
        validation.ThrowIfAny();
    }

    private protected virtual void Validate(OptionsValidation validation) => validation.AtLeast(MaxRecordLength, 1).AtLeast(ReadSize, 1);
}
