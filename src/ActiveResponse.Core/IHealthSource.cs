namespace ActiveResponse;

/// <summary>Adds findings to the health report of an engine, e.g. those of a transport or a sensor.</summary>
public interface IHealthSource
{
    /// <summary>Looks how things are; changes nothing. What it throws becomes a finding of its own.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    ValueTask<IReadOnlyList<HealthFinding>> CheckAsync(CancellationToken cancellationToken);
}
