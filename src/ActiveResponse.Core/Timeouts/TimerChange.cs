using ActiveResponse.Planning;

namespace ActiveResponse.Timeouts;

/// <summary>A due time to set or remove.</summary>
/// <param name="Key">The effect.</param>
/// <param name="Due">When, in UTC ticks; <see cref="Forget"/> to remove it.</param>
internal readonly record struct TimerChange(ActionKey Key, long Due)
{
    public const long Forget = long.MinValue;
}
