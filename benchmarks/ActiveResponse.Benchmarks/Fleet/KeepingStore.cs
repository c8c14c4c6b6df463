using ActiveResponse.Planning;
using ActiveResponse.State;

namespace ActiveResponse.Benchmarks.Fleet;

/// <summary>A store in memory that counts as durable, so that an agent goes on where it was, as one with SQLite does.</summary>
internal sealed class KeepingStore : IResponseStore
{
    private readonly InMemoryResponseStore _inner = new();

    public bool IsDurable => true;

    public ValueTask<EffectRecord?> FindAsync(ActionKey key, CancellationToken cancellationToken) =>
        _inner.FindAsync(key, cancellationToken);

    public ValueTask<IReadOnlyList<EffectRecord>> ListAsync(CancellationToken cancellationToken) => _inner.ListAsync(cancellationToken);

    public ValueTask<IReadOnlyList<EffectRecord>> ListAsync(Subject subject, CancellationToken cancellationToken) =>
        _inner.ListAsync(subject, cancellationToken);

    public ValueTask<OffenseRecord?> FindOffenseAsync(ActionKey key, CancellationToken cancellationToken) =>
        _inner.FindOffenseAsync(key, cancellationToken);

    public ValueTask<IReadOnlyList<HistoryEntry>> ListHistoryAsync(HistoryQuery query, CancellationToken cancellationToken) =>
        _inner.ListHistoryAsync(query, cancellationToken);

    public ValueTask<string?> FindPositionAsync(string name, CancellationToken cancellationToken) =>
        _inner.FindPositionAsync(name, cancellationToken);

    public ValueTask CommitAsync(StoreCommit commit, CancellationToken cancellationToken) => _inner.CommitAsync(commit, cancellationToken);

    public ValueTask ForgetOffensesAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        _inner.ForgetOffensesAsync(before, cancellationToken);
}
