namespace ActiveResponse.Nats.Tests.Support;

/// <summary>A clock that runs as the real one does and is off by so much; it can be set forward.</summary>
internal sealed class ShiftedClock(TimeSpan shift = default) : TimeProvider
{
    private long _shift = shift.Ticks;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _shift));

    public void Shift(TimeSpan more) => Interlocked.Add(ref _shift, more.Ticks);
}
