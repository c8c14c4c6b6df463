using ActiveResponse.Planning;

namespace ActiveResponse.Responders;

/// <summary>A responder that can say what is in place by our hand, so that what an earlier process left is found again.</summary>
internal interface IEnumerableResponder : IReversibleResponder
{
    /// <summary>What is in place by our hand; what can't be told from the entries of others is left out.</summary>
    ValueTask<IReadOnlyList<FoundEffect>> ListAsync(CancellationToken cancellationToken);
}
