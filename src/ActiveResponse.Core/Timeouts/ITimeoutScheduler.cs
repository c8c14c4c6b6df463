using ActiveResponse.Planning;

namespace ActiveResponse.Timeouts;

/// <summary>Signals when effects are due. An index over the store that can be rebuilt at any time. Thread-safe.</summary>
public interface ITimeoutScheduler : IDisposable
{
    /// <summary>Number of effects that wait for their time.</summary>
    int Count { get; }

    /// <summary>Sets the callback for due effects; called once, before anything is set.</summary>
    /// <param name="onDue">Receives the due keys, as one batch; must return quickly.</param>
    void Start(Action<IReadOnlyList<ActionKey>> onDue);

    /// <summary>Sets when an effect is due, replacing any earlier time; a past time fires at once.</summary>
    /// <param name="key">The effect.</param>
    /// <param name="due">When.</param>
    void Set(ActionKey key, DateTimeOffset due);

    /// <summary>Removes an effect; harmless if unknown.</summary>
    /// <param name="key">The effect.</param>
    void Remove(ActionKey key);
}
