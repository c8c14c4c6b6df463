namespace ActiveResponse.Benchmarks.Engine;

/// <summary>The most that the managed heap held, looked at every few milliseconds.</summary>
internal sealed class HeapPeak : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;
    private long _most;

    public HeapPeak() => _watching = WatchAsync();

    public long Stop()
    {
        Dispose();
        return _most;
    }

    public void Dispose() => _stop.Cancel();

    private async Task WatchAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            _most = Math.Max(_most, GC.GetTotalMemory(forceFullCollection: false));
            await Task.Delay(TimeSpan.FromMilliseconds(3), TimeProvider.System, _stop.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
