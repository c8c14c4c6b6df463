namespace ActiveResponse.Tool.Output;

/// <summary>How long whoever prints waits for a reader.</summary>
internal sealed record OutputLimits
{
    /// <summary>So many bytes wait for a reader before anybody has to.</summary>
    public int MostWaiting { get; init; } = 8 * 1024 * 1024;

    /// <summary>How long a service waits for a reader who has stopped before it drops what it prints.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long one stream waits for the other, so that their lines keep their order.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromMilliseconds(50);
}
