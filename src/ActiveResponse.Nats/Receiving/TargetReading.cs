namespace ActiveResponse.Nats.Receiving;

/// <summary>A target whose orders an agent reads, and the current state of reading.</summary>
internal sealed class TargetReading(FleetTarget target, TargetProgress progress)
{
    public FleetTarget Target => target;

    public TargetProgress Progress => progress;

    /// <summary>The epoch of the stream being read.</summary>
    public string Epoch { get; set; } = "";

    /// <summary>
    /// One-time orders issued up to this time were carried out before, or aren't for this host; null if no such order can come.
    /// </summary>
    public DateTimeOffset? OnceAfter { get; set; }
}
