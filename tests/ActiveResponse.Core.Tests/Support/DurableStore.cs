using ActiveResponse.Planning;
using ActiveResponse.State;

namespace ActiveResponse.Tests.Support;

/// <summary>A store that outlives the engines of a test, and keeps the commits it was given.</summary>
internal sealed class DurableStore : IResponseStore
{
    private readonly InMemoryResponseStore _inner = new();
    private readonly Lock _gate = new();

    public bool IsDurable { get; init; } = true;

    public List<StoreCommit> Commits { get; } = [];

    /// <summary>Asked before each commit; its task is waited for.</summary>
    public Func<StoreCommit, Task> Before { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Awaited before each listing of all effects.</summary>
    public Func<CancellationToken, Task> BeforeList { get; set; } = static _ => Task.CompletedTask;

    public ValueTask<EffectRecord?> FindAsync(ActionKey key, CancellationToken cancellationToken) =>
        _inner.FindAsync(key, cancellationToken);

    public async ValueTask<IReadOnlyList<EffectRecord>> ListAsync(CancellationToken cancellationToken)
    {
        await BeforeList(cancellationToken);
        return await _inner.ListAsync(cancellationToken);
    }

    public ValueTask<IReadOnlyList<EffectRecord>> ListAsync(Subject subject, CancellationToken cancellationToken) =>
        _inner.ListAsync(subject, cancellationToken);

    public ValueTask<OffenseRecord?> FindOffenseAsync(ActionKey key, CancellationToken cancellationToken) =>
        _inner.FindOffenseAsync(key, cancellationToken);

    public ValueTask<IReadOnlyList<HistoryEntry>> ListHistoryAsync(HistoryQuery query, CancellationToken cancellationToken) =>
        _inner.ListHistoryAsync(query, cancellationToken);

    public ValueTask<string?> FindPositionAsync(string name, CancellationToken cancellationToken) =>
        _inner.FindPositionAsync(name, cancellationToken);

    public async ValueTask CommitAsync(StoreCommit commit, CancellationToken cancellationToken)
    {
        await Before(commit);
        lock (_gate)
        {
            Commits.Add(commit);
        }

        await _inner.CommitAsync(commit, cancellationToken);
    }

    public ValueTask ForgetOffensesAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        _inner.ForgetOffensesAsync(before, cancellationToken);
}
