namespace ActiveResponse.Responders;

/// <summary>A part that writes to places and can check whether they accept it, without changing anything.</summary>
internal interface IWrittenPlace
{
    /// <summary>The state of each place.</summary>
    /// <param name="cancellationToken">Cancels the check.</param>
    ValueTask<IReadOnlyList<PlaceStanding>> CheckAsync(CancellationToken cancellationToken);
}

/// <summary>The state of a place.</summary>
/// <param name="Place">The place, e.g. <c>host-deny</c>.</param>
/// <param name="IsFine">Whether it accepts writes.</param>
/// <param name="Detail">Why not and what to do, or a note for the operator.</param>
internal sealed record PlaceStanding(string Place, bool IsFine, string Detail);
