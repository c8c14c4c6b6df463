using ActiveResponse.Planning;

namespace ActiveResponse.Timeouts;

/// <summary>Due times of effects. Nothing is due before the start; the record then knows what to set.</summary>
internal sealed class EffectTimers(ITimeoutScheduler scheduler)
{
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

        _isSetting = true;
        scheduler.Start(onDue);
        _isStarted = true;
    }

    /// <summary>Sets when an effect is due, replacing any earlier time; null removes it.</summary>
    public void Set(ActionKey key, DateTimeOffset? due)
    {
        if (!_isSetting)
        {
            return;
        }

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
