using ActiveResponse.Planning;

namespace ActiveResponse.Timeouts;

/// <summary>A time that is to be set or forgotten.</summary>
/// <param name="Key">The effect.</param>
/// <param name="Due">When, in UTC ticks; <see cref="Forget"/> for not any more.</param>
internal readonly record struct TimerChange(ActionKey Key, long Due)
{
    public const long Forget = long.MinValue;
}
