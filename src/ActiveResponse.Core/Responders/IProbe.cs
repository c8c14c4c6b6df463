namespace ActiveResponse.Responders;

/// <summary>A responder, dispatcher or other plug-in that can say whether it could work now, without changing anything.</summary>
/// <remarks>It is asked at the start and then as often as drift is looked for: the log says when it begins to fail and when it is well
/// again, and health reports show it.</remarks>
public interface IProbe
{
    /// <summary>Looks whether it could do its work now. At most 10 s.</summary>
    /// <param name="cancellationToken">Fires when the time is over.</param>
    ValueTask<ProbeResult> ProbeAsync(CancellationToken cancellationToken);
}

/// <summary>Whether a part could work now.</summary>
/// <param name="IsUsable">Whether it could.</param>
/// <param name="Reason">Why not and what to do, or what an operator should know though it could.</param>
public sealed record ProbeResult(bool IsUsable, string Reason);
