namespace ActiveResponse.Responders;

/// <summary>What writes to places of its own, and can look whether they would take it, without changing anything.</summary>
internal interface IWrittenPlace
{
    /// <summary>How each place stands now.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    ValueTask<IReadOnlyList<PlaceStanding>> CheckAsync(CancellationToken cancellationToken);
}

/// <summary>How a place stands.</summary>
/// <param name="Place">What it is, e.g. <c>host-deny</c>.</param>
/// <param name="IsFine">Whether it would take what is written.</param>
/// <param name="Detail">Why not and what to do, or what an operator should know.</param>
internal sealed record PlaceStanding(string Place, bool IsFine, string Detail);
