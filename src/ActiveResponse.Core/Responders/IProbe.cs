namespace ActiveResponse.Responders;

/// <summary>A responder, dispatcher or other plug-in that can check whether it would work now, without changing anything.</summary>
/// <remarks>Called at start and at every drift check: the log reports when it begins to fail and when it recovers, and health reports show
/// it.</remarks>
public interface IProbe
{
    /// <summary>Checks whether it would work now. At most 10 s.</summary>
    /// <param name="cancellationToken">Canceled when the time is over.</param>
    ValueTask<ProbeResult> ProbeAsync(CancellationToken cancellationToken);
}

/// <summary>Whether a part would work now.</summary>
/// <param name="IsUsable">Whether it would.</param>
/// <param name="Reason">Why not and what to do, or a note for the operator.</param>
public sealed record ProbeResult(bool IsUsable, string Reason);
