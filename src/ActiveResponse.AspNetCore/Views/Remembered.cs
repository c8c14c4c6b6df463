namespace ActiveResponse.AspNetCore.Views;

/// <summary>A reply that takes long to make: made once for all who ask within a time.</summary>
/// <param name="make">Makes it.</param>
/// <param name="age">How long it is good for.</param>
/// <param name="clock">The clock.</param>
internal sealed class Remembered<T>(Func<CancellationToken, Task<T>> make, TimeSpan age, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private Task<T>? _made;
    private long _madeAt;

    public async ValueTask<T> GetAsync(CancellationToken cancellationToken)
    {
        Task<T> made;
        lock (_gate)
        {
            if (_made is null || _made.IsFaulted || (_made.IsCompleted && clock.GetElapsedTime(_madeAt) >= age))
            {
                // It isn't made for one caller alone.
                _made = Task.Run(() => make(CancellationToken.None), CancellationToken.None);
                _madeAt = clock.GetTimestamp();
            }

            made = _made;
        }

        return await made.WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}
