namespace ActiveResponse.Responders;

/// <summary>A responder that can say what is in place, so that what an earlier process left is found again, and what others took away is
/// put back.</summary>
internal interface IEnumerableResponder : IReversibleResponder
{
    /// <summary>Whether it can say what is in a place; null stands for wherever it puts things.</summary>
    bool CanList(string? place);

    /// <summary>What is in place; entries of others too, where they can't be told from ours.</summary>
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
