namespace ActiveResponse.Alerts;

/// <summary>How a stream of alerts is cut into records.</summary>
public record AlertStreamOptions
{
    /// <summary>The longest record in bytes, at least 1; of a longer one only the start is kept. Default 1 MiB.</summary>
    public int MaxRecordLength { get; init; } = 1024 * 1024;

    /// <summary>How many bytes are asked for at a time, at least 1; also about the size of a batch. Default 256 KiB.</summary>
    public int ReadSize { get; init; } = 256 * 1024;

    internal virtual void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxRecordLength, 1, nameof(MaxRecordLength));
        ArgumentOutOfRangeException.ThrowIfLessThan(ReadSize, 1, nameof(ReadSize));
    }
}
