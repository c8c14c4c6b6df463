namespace ActiveResponse.Tool.Output;

/// <summary>How long writers wait for a reader.</summary>
internal sealed record OutputLimits
{
    /// <summary>The number of bytes that are buffered before a writer waits.</summary>
    public int MostWaiting { get; init; } = 8 * 1024 * 1024;

    /// <summary>How long a service waits for a stopped reader before it drops output.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long one stream waits for the other, to keep their lines in order.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromMilliseconds(50);
}
