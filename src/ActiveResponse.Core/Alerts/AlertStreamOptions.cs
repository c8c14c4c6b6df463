namespace ActiveResponse.Alerts;

/// <summary>Options for splitting a stream into alert records.</summary>
public record AlertStreamOptions
{
    /// <summary>Maximum record length in bytes, at least 1; of a longer one only the start is kept. Default 1 MiB.</summary>
    public int MaxRecordLength { get; init; } = 1024 * 1024;

    /// <summary>Number of bytes per read, at least 1; also the approximate size of a batch. Default 256 KiB.</summary>
    public int ReadSize { get; init; } = 256 * 1024;

    internal virtual void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxRecordLength, 1, nameof(MaxRecordLength));
        ArgumentOutOfRangeException.ThrowIfLessThan(ReadSize, 1, nameof(ReadSize));
    }
}
