namespace ActiveResponse.Responders;

/// <summary>A responder that carries out many orders in one call, e.g. in one request to an API.</summary>
/// <remarks>While a batch runs, further orders wait and become the next one; nothing waits for a batch to fill. Batches never overlap. A
/// batch that throws is split until the order that causes it stands alone. Calls for single orders may come too.</remarks>
public interface IBatchResponder : IReversibleResponder
{
    /// <summary>Whether the platform must be told of a moved end, by applying the effect again. Usually yes where the platform ends effects
    /// itself.</summary>
    bool DistinguishesExtensions { get; }

    /// <summary>Whether a new timed effect may be recorded after it is made: the platform ends it by itself, and a later process finds it
    /// with its end. Default: no.</summary>
    bool RecordMayFollow => false;

    /// <summary>Whether a batch never blocks its thread, and so needs none of its own: the order of an alert that comes alone is carried
    /// out on the thread that read the alert. Default: no.</summary>
    bool NeverBlocks => false;

    /// <summary>Carries out a batch.</summary>
    /// <param name="applies">Orders to apply; each subject once.</param>
    /// <param name="reverts">Orders to revert.</param>
    /// <param name="cancellationToken">Canceled when the deadline has passed.</param>
    /// <returns>One result for each apply and each revert, in order.</returns>
    ValueTask<BatchResult> RunBatchAsync(
        IReadOnlyList<ResponderContext> applies,
        IReadOnlyList<ResponderContext> reverts,
        CancellationToken cancellationToken
    );
}

/// <summary>The results of a batch.</summary>
/// <param name="Applies">One result for each apply, in order.</param>
/// <param name="Reverts">One result for each revert, in order.</param>
public sealed record BatchResult(IReadOnlyList<ResponderResult> Applies, IReadOnlyList<ResponderResult> Reverts);
