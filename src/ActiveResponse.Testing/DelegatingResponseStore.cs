using ActiveResponse.Planning;
using ActiveResponse.State;

namespace ActiveResponse.Testing;

/// <summary>A store that passes every call to another one: override what a test watches, delays or lets fail.</summary>
/// <param name="inner">The store that does the work. It isn't disposed of.</param>
public class DelegatingResponseStore(IResponseStore inner) : IResponseStore
{
    /// <summary>The store that does the work.</summary>
    protected IResponseStore Inner => inner;

    /// <inheritdoc/>
    public virtual bool IsDurable => inner.IsDurable;

    /// <inheritdoc/>
    public virtual ValueTask<EffectRecord?> FindAsync(ActionKey key, CancellationToken cancellationToken) =>
        inner.FindAsync(key, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<EffectRecord>> ListAsync(CancellationToken cancellationToken) =>
        inner.ListAsync(cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<EffectRecord>> ListAsync(Subject subject, CancellationToken cancellationToken) =>
        inner.ListAsync(subject, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<OffenseRecord?> FindOffenseAsync(ActionKey key, CancellationToken cancellationToken) =>
        inner.FindOffenseAsync(key, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<HistoryEntry>> ListHistoryAsync(HistoryQuery query, CancellationToken cancellationToken) =>
        inner.ListHistoryAsync(query, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<string?> FindPositionAsync(string name, CancellationToken cancellationToken) =>
        inner.FindPositionAsync(name, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask CommitAsync(StoreCommit commit, CancellationToken cancellationToken) =>
        inner.CommitAsync(commit, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask ForgetOffensesAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        inner.ForgetOffensesAsync(before, cancellationToken);
}
