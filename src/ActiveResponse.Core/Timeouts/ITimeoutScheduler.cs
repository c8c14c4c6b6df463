using ActiveResponse.Planning;

namespace ActiveResponse.Timeouts;

/// <summary>Says when effects are due. An index over the store that can be rebuilt at any time; safe for use by several threads.</summary>
public interface ITimeoutScheduler : IDisposable
{
    /// <summary>How many effects wait for their time.</summary>
    int Count { get; }

    /// <summary>Sets who is told when effects are due; called once, before anything is set.</summary>
    /// <param name="onDue">Gets the keys that are due, as one batch; must return quickly.</param>
    void Start(Action<IReadOnlyList<ActionKey>> onDue);

    /// <summary>Sets when an effect is due, in place of any earlier time; a time that has passed fires at once.</summary>
    /// <param name="key">The effect.</param>
    /// <param name="due">When.</param>
    void Set(ActionKey key, DateTimeOffset due);

    /// <summary>Forgets an effect; harmless when it isn't known.</summary>
    /// <param name="key">The effect.</param>
    void Remove(ActionKey key);
}
