namespace ActiveResponse.Responders;

/// <summary>A responder that carries out many orders in one call, e.g. in one request to an API.</summary>
/// <remarks>
/// While a batch runs, further orders wait and become the next one; nothing waits for a batch to fill. Batches never overlap. A batch that
/// throws is split until the order that causes it stands alone. The calls for a single order may come as well.
/// </remarks>
public interface IBatchResponder : IReversibleResponder
{
    /// <summary>Whether an effect whose end has moved must be applied again for the platform to know. Usual: yes where the platform ends
    /// effects itself.</summary>
    bool DistinguishesExtensions { get; }

    /// <summary>Whether the record of a new timed effect may follow it: the platform ends it by itself, and a later process finds it with
    /// its end. Default: no.</summary>
    bool RecordMayFollow => false;

    /// <summary>Whether a batch never keeps its thread waiting, so that it needs none of its own. Default: no.</summary>
    bool NeverBlocks => false;

    /// <summary>Carries out a batch.</summary>
    /// <param name="applies">Orders whose effects are put in place; each subject once.</param>
    /// <param name="reverts">Orders whose effects are reverted.</param>
    /// <param name="cancellationToken">Fires when the deadline has passed.</param>
    /// <returns>One result for each apply and each revert, in their order.</returns>
    ValueTask<BatchResult> RunBatchAsync(
        IReadOnlyList<ResponderContext> applies,
        IReadOnlyList<ResponderContext> reverts,
        CancellationToken cancellationToken
    );
}

/// <summary>What a batch did, order by order.</summary>
/// <param name="Applies">One result for each apply, in their order.</param>
/// <param name="Reverts">One result for each revert, in their order.</param>
public sealed record BatchResult(IReadOnlyList<ResponderResult> Applies, IReadOnlyList<ResponderResult> Reverts);
