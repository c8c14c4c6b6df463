namespace ActiveResponse.Responders;

/// <summary>A responder that can list its effects, so that the engine finds what an earlier process left and puts back what others took
/// away.</summary>
/// <remarks>It is asked at start and every <c>ExecutionOptions.DriftCheckInterval</c>.</remarks>
public interface IEnumerableResponder : IReversibleResponder
{
    /// <summary>Whether it can list what is in a place.</summary>
    /// <param name="place">The place as it is on record; null for wherever it puts effects.</param>
    bool CanList(string? place);

    /// <summary>Lists what is in place; entries of others too, where they can't be told from ours.</summary>
    /// <param name="cancellationToken">Fires when the deadline has passed or the host stops.</param>
    ValueTask<IReadOnlyList<FoundEffect>> ListAsync(CancellationToken cancellationToken);
}

/// <summary>A responder with several places, each of which can be asked for what is in it.</summary>
internal interface IPlacedResponder : IEnumerableResponder
{
    /// <summary>The places that a record names.</summary>
    IReadOnlyList<string> PlacesOf(string? place);

    /// <summary>What is in some places.</summary>
    ValueTask<IReadOnlyList<FoundEffect>> ListAsync(IReadOnlySet<string> places, CancellationToken cancellationToken);
}
