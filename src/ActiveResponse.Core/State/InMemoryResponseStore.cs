using ActiveResponse.Planning;
using ActiveResponse.State.Compact;

namespace ActiveResponse.State;

/// <summary>Keeps everything in memory: the default, for hosts that lift their blocks when they stop.</summary>
internal sealed class InMemoryResponseStore : IResponseStore
{
    /// <summary>So many entries of the history are kept.</summary>
    public const int HistoryCapacity = 10_000;

    private readonly Lock _gate = new();
    private readonly EffectBook _effects = new();
    private readonly OffenseBook _offenses = new();
    private readonly Dictionary<string, string> _positions = new(StringComparer.Ordinal);
    private readonly Queue<HistoryEntry> _history = new();

    public bool IsDurable => false;

    public ValueTask<EffectRecord?> FindAsync(ActionKey key, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(_effects.TryFind(key, out var effect, out _) ? effect : null);
        }
    }

    public ValueTask<IReadOnlyList<EffectRecord>> ListAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult<IReadOnlyList<EffectRecord>>(_effects.Snapshot());
        }
    }

    public ValueTask<IReadOnlyList<EffectRecord>> ListAsync(Subject subject, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult<IReadOnlyList<EffectRecord>>(_effects.Of(subject));
        }
    }

    public ValueTask<OffenseRecord?> FindOffenseAsync(ActionKey key, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(_offenses.TryFind(key, out var offense, out _) ? offense : null);
        }
    }

    public ValueTask<IReadOnlyList<HistoryEntry>> ListHistoryAsync(HistoryQuery query, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult<IReadOnlyList<HistoryEntry>>([.. _history.Reverse().Where(query.Matches).Take(query.Limit)]);
        }
    }

    public ValueTask<string?> FindPositionAsync(string name, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(_positions.GetValueOrDefault(name));
        }
    }

    public ValueTask CommitAsync(StoreCommit commit, CancellationToken cancellationToken)
    {
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
