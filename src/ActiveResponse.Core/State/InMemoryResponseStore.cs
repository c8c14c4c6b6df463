using ActiveResponse.Planning;
using ActiveResponse.State.Compact;

namespace ActiveResponse.State;

/// <summary>
/// Keeps everything in memory: the default, for hosts that lift their blocks on stop. Keeps the latest 10,000 history entries.
/// </summary>
public sealed class InMemoryResponseStore : IResponseStore, IBuiltInStore
{
    /// <summary>Number of history entries kept.</summary>
    internal const int HistoryCapacity = 10_000;

    private readonly Lock _gate = new();
    private readonly CompactEffectTable _effects = new();
    private readonly CompactOffenseTable _offenses = new();
    private readonly Dictionary<string, string> _positions = new(StringComparer.Ordinal);
    private readonly Queue<HistoryEntry> _history = new();

    /// <inheritdoc/>
    public bool IsDurable => false;

    /// <inheritdoc/>
    public ValueTask<EffectRecord?> FindAsync(ActionKey key, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(_effects.TryFind(key, out var effect, out _) ? effect : null);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<EffectRecord>> ListAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult<IReadOnlyList<EffectRecord>>(_effects.Snapshot());
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<EffectRecord>> ListAsync(Subject subject, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subject);
        lock (_gate)
        {
            return ValueTask.FromResult<IReadOnlyList<EffectRecord>>(_effects.Of(subject));
        }
    }

    /// <inheritdoc/>
    public ValueTask<OffenseRecord?> FindOffenseAsync(ActionKey key, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(_offenses.TryFind(key, out var offense, out _) ? offense : null);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<HistoryEntry>> ListHistoryAsync(HistoryQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        lock (_gate)
        {
            return ValueTask.FromResult<IReadOnlyList<HistoryEntry>>([.. _history.Reverse().Where(query.Matches).Take(query.Limit)]);
        }
    }

    /// <inheritdoc/>
    public ValueTask<string?> FindPositionAsync(string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        lock (_gate)
        {
            return ValueTask.FromResult(_positions.GetValueOrDefault(name));
        }
    }

    /// <inheritdoc/>
    public ValueTask CommitAsync(StoreCommit commit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(commit);
        lock (_gate)
        {
            foreach (var effect in commit.Effects)
            {
                _effects.Set(effect.Key, effect, row: 0);
            }

            foreach (var key in commit.Ended)
            {
                _effects.Remove(key);
            }

            foreach (var offense in commit.Offenses)
            {
                _offenses.Set(offense.Key, offense, row: 0);
            }

            foreach (var (name, position) in commit.Positions)
            {
                _positions[name] = position;
            }

            foreach (var entry in commit.History)
            {
                Remember(entry);
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask ForgetOffensesAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            foreach (var key in _offenses.Before(before).Where(key => !_effects.Contains(key)))
            {
                _offenses.Remove(key);
            }
        }

        return ValueTask.CompletedTask;
    }

    private void Remember(HistoryEntry entry)
    {
        if (_history.Count == HistoryCapacity)
        {
            _history.Dequeue();
        }

        _history.Enqueue(entry);
    }
}
