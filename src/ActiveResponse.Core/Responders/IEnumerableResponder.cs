namespace ActiveResponse.Responders;

/// <summary>A responder that can list its effects, so the engine finds those of an earlier process and restores those that others
/// removed.</summary>
/// <remarks>Called at start and every <c>ExecutionOptions.DriftCheckInterval</c>.</remarks>
public interface IEnumerableResponder : IReversibleResponder
{
    /// <summary>Whether it can list the effects in a place.</summary>
    /// <param name="place">The recorded place; null for wherever it puts effects.</param>
    bool CanList(string? place);

    /// <summary>Lists the effects in place, including those of others if they can't be distinguished.</summary>
    /// <param name="cancellationToken">Canceled when the deadline has passed or the host stops.</param>
    ValueTask<IReadOnlyList<FoundEffect>> ListAsync(CancellationToken cancellationToken);
}

/// <summary>A responder with several places, each of which can be listed.</summary>
internal interface IPlacedResponder : IEnumerableResponder
{
    /// <summary>The places that a record names.</summary>
    IReadOnlyList<string> PlacesOf(string? place);

    /// <summary>Lists the effects in some places.</summary>
    ValueTask<IReadOnlyList<FoundEffect>> ListAsync(IReadOnlySet<string> places, CancellationToken cancellationToken);
}
