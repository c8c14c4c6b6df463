using ActiveResponse.Planning;

namespace ActiveResponse.Timeouts;

/// <summary>Due times of effects. Nothing is due before the start; the record then knows what to set.</summary>
internal sealed class EffectTimers(ITimeoutScheduler scheduler)
{
    private readonly Lock _gate = new();

    // Retries set since the start, until the times on record are set, too: those were read before.
    private volatile HashSet<ActionKey>? _retries;
    private volatile bool _isSetting;
    private bool _isStarted;

    /// <summary>Starts the scheduler. A second call does nothing; after a failed one, it tries again.</summary>
    /// <param name="onDue">Receives the due keys, as one batch; must return quickly.</param>
    public void Start(Action<IReadOnlyList<ActionKey>> onDue)
    {
        if (_isStarted)
        {
            return;
        }

        _retries ??= [];
        _isSetting = true;
        scheduler.Start(onDue);
        _isStarted = true;
    }

    /// <summary>Sets when an effect is due, replacing any earlier time; null removes it.</summary>
    /// <param name="key">The effect.</param>
    /// <param name="due">When; or null.</param>
    /// <param name="isRetry">Whether it is tried again then, after a failure.</param>
    public void Set(ActionKey key, DateTimeOffset? due, bool isRetry = false)
    {
        if (!_isSetting)
        {
            return;
        }

        if (isRetry && _retries is { } retries)
        {
            lock (_gate)
            {
                retries.Add(key);
            }
        }

        Pass(key, due);
    }

    /// <summary>Sets when effects are due by the record; a retry set since the start is newer and stays.</summary>
    public void SetRecorded(IEnumerable<(ActionKey Key, DateTimeOffset? Due)> effects)
    {
        foreach (var (key, due) in effects)
        {
            lock (_gate)
            {
                if (_retries?.Contains(key) != true)
                {
                    Pass(key, due);
                }
            }
        }

        _retries = null;
    }

    private void Pass(ActionKey key, DateTimeOffset? due)
    {
        if (due is { } time)
        {
            scheduler.Set(key, time);
        }
        else
        {
            scheduler.Remove(key);
        }
    }
}
