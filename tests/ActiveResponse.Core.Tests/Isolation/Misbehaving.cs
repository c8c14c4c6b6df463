namespace ActiveResponse.Tests.Isolation;

/// <summary>Code of others that does what it is told to.</summary>
internal sealed class Misbehaving(Misdeed misdeed) : IDisposable
{
    private readonly ManualResetEventSlim _block = new();
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _calls;
    private int _fired;

    public Misdeed Misdeed { get; set; } = misdeed;

    /// <summary>How often it was called.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>How many of the tokens it was given have fired.</summary>
    public int Fired => Volatile.Read(ref _fired);

    public ValueTask<T> AnswerAsync<T>(T value, CancellationToken cancellationToken)
    {
        cancellationToken.Register(() => Interlocked.Increment(ref _fired));
        if (Misdeed == Misdeed.ThrowsWhenAsked)
        {
            cancellationToken.Register(static () => throw new InvalidOperationException("out of order"));
        }

        Interlocked.Increment(ref _calls);
        switch (Misdeed)
        {
            case Misdeed.ThrowsAtOnce:
                throw new InvalidOperationException("out of order");
            case Misdeed.ThrowsLater:
                return ThrowLaterAsync<T>();
            case Misdeed.BlocksItsThread:
                _block.Wait(CancellationToken.None);
                return ValueTask.FromResult(value);
            case Misdeed.NeverAnswers:
                return WaitAsync(value, CancellationToken.None);
            case Misdeed.StopsWhenAsked or Misdeed.ThrowsWhenAsked:
                return WaitAsync(value, cancellationToken);
            default:
                return ValueTask.FromResult(value);
        }
    }

    /// <summary>Lets go of all calls that hang: they answer.</summary>
    public void Release()
    {
        _block.Set();
        _release.TrySetResult();
    }

    // Not disposed of: whoever still hangs on it would throw.
    public void Dispose() => Release();

    private static async ValueTask<T> ThrowLaterAsync<T>()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        throw new InvalidOperationException("out of order");
    }

    private async ValueTask<T> WaitAsync<T>(T value, CancellationToken cancellationToken)
    {
        await _release.Task.WaitAsync(cancellationToken);
        return value;
    }
}
