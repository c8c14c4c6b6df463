namespace ActiveResponse.Responders;

/// <summary>A responder that carries out many orders at once; its calls never overlap.</summary>
internal interface IBatchResponder : IReversibleResponder
{
    /// <summary>Whether an effect whose end has moved must be applied again for the platform to know.</summary>
    bool DistinguishesExtensions { get; }

    /// <summary>Whether the record of a new timed effect may follow it: the platform ends it by itself, and a later process finds it with
    /// its end.</summary>
    bool RecordMayFollow => false;

    /// <summary>Whether a batch never keeps its thread waiting, so that it needs none of its own: changing threads costs more than the
    /// kernel takes.</summary>
    bool NeverBlocks => false;

    /// <summary>Carries out a batch.</summary>
    /// <returns>One result for each apply and each revert, in their order.</returns>
    ValueTask<BatchResult> RunBatchAsync(
        IReadOnlyList<ResponderContext> applies,
        IReadOnlyList<ResponderContext> reverts,
        CancellationToken cancellationToken
    );
}

/// <summary>What a batch did, order by order.</summary>
internal sealed record BatchResult(IReadOnlyList<ResponderResult> Applies, IReadOnlyList<ResponderResult> Reverts);
