using ActiveResponse.Planning;

namespace ActiveResponse.State;

/// <summary>Keeps everything in memory: the default, for hosts that lift their blocks when they stop.</summary>
internal sealed class InMemoryResponseStore : IResponseStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ActionKey, EffectRecord> _effects = [];
    private readonly Dictionary<ActionKey, OffenseRecord> _offenses = [];

    public bool IsDurable => false;

    public ValueTask<EffectRecord?> FindAsync(ActionKey key, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(_effects.GetValueOrDefault(key));
        }
    }

    public ValueTask<IReadOnlyList<EffectRecord>> ListAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult<IReadOnlyList<EffectRecord>>([.. _effects.Values]);
        }
    }

    public ValueTask<OffenseRecord?> FindOffenseAsync(ActionKey key, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(_offenses.GetValueOrDefault(key));
        }
    }

    public ValueTask CommitAsync(StoreCommit commit, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            foreach (var effect in commit.Effects)
            {
                _effects[effect.Key] = effect;
            }

            foreach (var key in commit.Ended)
            {
                _effects.Remove(key);
            }

            foreach (var offense in commit.Offenses)
            {
                _offenses[offense.Key] = offense;
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask ForgetOffensesAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            foreach (var key in _offenses.Where(pair => pair.Value.LastAt < before && !_effects.ContainsKey(pair.Key)).Select(static pair => pair.Key).ToList())
            {
                _offenses.Remove(key);
            }
        }

        return ValueTask.CompletedTask;
    }
}
