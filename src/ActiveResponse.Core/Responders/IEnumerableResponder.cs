using ActiveResponse.Planning;

namespace ActiveResponse.Responders;

/// <summary>A responder that can say what is in place by our hand, so that what an earlier process left is found again.</summary>
internal interface IEnumerableResponder : IReversibleResponder
{
    /// <summary>What is in place, with its end (null: until lifted).</summary>
    ValueTask<IReadOnlyList<(Subject Subject, DateTimeOffset? Until)>> ListAsync(CancellationToken cancellationToken);
}
