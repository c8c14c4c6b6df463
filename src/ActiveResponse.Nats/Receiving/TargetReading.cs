namespace ActiveResponse.Nats.Receiving;

/// <summary>A target whose orders an agent takes, and how it reads them at the moment.</summary>
internal sealed class TargetReading(FleetTarget target, TargetProgress progress)
{
    public FleetTarget Target => target;

    public TargetProgress Progress => progress;

    /// <summary>The epoch of the stream that is read.</summary>
    public string Epoch { get; set; } = "";

    /// <summary>
    /// What can be done once only and was issued up to then was done before, or is not for this host; null when that can't be.
    /// </summary>
    public DateTimeOffset? OnceAfter { get; set; }
}
