using ActiveResponse.Planning;
using ActiveResponse.State;

namespace ActiveResponse.Tests.Isolation;

/// <summary>A host's store that doesn't always answer.</summary>
internal sealed class MisbehavingStore : IResponseStore, IDisposable
{
    private readonly InMemoryResponseStore _inner = new();

    public Misbehaving Finds { get; } = new(Misdeed.None);

    public Misbehaving Commits { get; } = new(Misdeed.None);

    public bool IsDurable => true;

    public async ValueTask<EffectRecord?> FindAsync(ActionKey key, CancellationToken cancellationToken)
    {
        await Finds.AnswerAsync(true, cancellationToken);
        return await _inner.FindAsync(key, cancellationToken);
    }

    public ValueTask<IReadOnlyList<EffectRecord>> ListAsync(CancellationToken cancellationToken) => _inner.ListAsync(cancellationToken);

    public ValueTask<OffenseRecord?> FindOffenseAsync(ActionKey key, CancellationToken cancellationToken) =>
        _inner.FindOffenseAsync(key, cancellationToken);

    public ValueTask<IReadOnlyList<HistoryEntry>> ListHistoryAsync(HistoryQuery query, CancellationToken cancellationToken) =>
        _inner.ListHistoryAsync(query, cancellationToken);

    public ValueTask<string?> FindPositionAsync(string name, CancellationToken cancellationToken) =>
        _inner.FindPositionAsync(name, cancellationToken);

    public async ValueTask CommitAsync(StoreCommit commit, CancellationToken cancellationToken)
    {
        await Commits.AnswerAsync(true, cancellationToken);
        await _inner.CommitAsync(commit, cancellationToken);
    }

    public ValueTask ForgetOffensesAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        _inner.ForgetOffensesAsync(before, cancellationToken);

    public void Dispose()
    {
        Finds.Dispose();
        Commits.Dispose();
    }
}
