using ActiveResponse.Planning;
using ActiveResponse.State;

namespace ActiveResponse.Tests.Support;

/// <summary>A store that fails when a test says so.</summary>
internal sealed class FaultyStore(IResponseStore inner) : IResponseStore
{
    /// <summary>Asked before each look-up of an offense; true makes it fail.</summary>
    public Func<ActionKey, bool> FailsFindOffense { get; set; } = static _ => false;

    /// <summary>Asked before each list of all effects; true makes it fail.</summary>
    public Func<bool> FailsList { get; set; } = static () => false;

    /// <summary>Asked before each look-up; true makes it fail.</summary>
    public Func<ActionKey, bool> FailsFind { get; set; } = static _ => false;

    /// <summary>Asked before each commit; true makes it fail.</summary>
    public Func<bool> FailsCommit { get; set; } = static () => false;

    public bool IsDurable => inner.IsDurable;

    public ValueTask<EffectRecord?> FindAsync(ActionKey key, CancellationToken cancellationToken) =>
        FailsFind(key) ? throw new IOException("the record is damaged") : inner.FindAsync(key, cancellationToken);

    public ValueTask<IReadOnlyList<EffectRecord>> ListAsync(CancellationToken cancellationToken) =>
        FailsList() ? throw new IOException("the list is damaged") : inner.ListAsync(cancellationToken);

    public ValueTask<IReadOnlyList<EffectRecord>> ListAsync(Subject subject, CancellationToken cancellationToken) =>
        inner.ListAsync(subject, cancellationToken);

    public ValueTask<OffenseRecord?> FindOffenseAsync(ActionKey key, CancellationToken cancellationToken) =>
        FailsFindOffense(key) ? throw new IOException("the record is damaged") : inner.FindOffenseAsync(key, cancellationToken);

    public ValueTask<IReadOnlyList<HistoryEntry>> ListHistoryAsync(HistoryQuery query, CancellationToken cancellationToken) =>
        inner.ListHistoryAsync(query, cancellationToken);

    public ValueTask<string?> FindPositionAsync(string name, CancellationToken cancellationToken) =>
        inner.FindPositionAsync(name, cancellationToken);

    public ValueTask CommitAsync(StoreCommit commit, CancellationToken cancellationToken) =>
        FailsCommit()
            ? throw new ResponseStoreException(StoreFailure.Full, "the disk is full")
            : inner.CommitAsync(commit, cancellationToken);

    public ValueTask ForgetOffensesAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        inner.ForgetOffensesAsync(before, cancellationToken);
}
