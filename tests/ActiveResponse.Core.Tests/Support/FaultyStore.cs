using ActiveResponse.Planning;
using ActiveResponse.State;
using ActiveResponse.Testing;

namespace ActiveResponse.Tests.Support;

/// <summary>A store that fails when a test says so.</summary>
internal sealed class FaultyStore(IResponseStore inner) : DelegatingResponseStore(inner)
{
    /// <summary>Asked before each look-up of an offense; true makes it fail.</summary>
    public Func<ActionKey, bool> FailsFindOffense { get; set; } = static _ => false;

    /// <summary>Asked before each list of all effects; true makes it fail.</summary>
    public Func<bool> FailsList { get; set; } = static () => false;

    /// <summary>Asked before each look-up; true makes it fail.</summary>
    public Func<ActionKey, bool> FailsFind { get; set; } = static _ => false;

    /// <summary>Asked before each commit; true makes it fail.</summary>
    public Func<bool> FailsCommit { get; set; } = static () => false;

    public override ValueTask<EffectRecord?> FindAsync(ActionKey key, CancellationToken cancellationToken) =>
        FailsFind(key) ? throw new IOException("the record is damaged") : Inner.FindAsync(key, cancellationToken);

    public override ValueTask<IReadOnlyList<EffectRecord>> ListAsync(CancellationToken cancellationToken) =>
        FailsList() ? throw new IOException("the list is damaged") : Inner.ListAsync(cancellationToken);

    public override ValueTask<OffenseRecord?> FindOffenseAsync(ActionKey key, CancellationToken cancellationToken) =>
        FailsFindOffense(key) ? throw new IOException("the record is damaged") : Inner.FindOffenseAsync(key, cancellationToken);

    public override ValueTask CommitAsync(StoreCommit commit, CancellationToken cancellationToken) =>
        FailsCommit()
            ? throw new ResponseStoreException(StoreFailure.Full, "the disk is full")
            : Inner.CommitAsync(commit, cancellationToken);
}
