using ActiveResponse.Platform;

namespace ActiveResponse.Alerts;

/// <summary>
/// Waits for a file to change: until a notification or an interval has passed. The interval alone suffices to see everything;
/// notifications, which may be lost or missing (network mounts, links, limits), make it fast.
/// </summary>
internal sealed class FileWakeUp : IDisposable
{
    private readonly IDisposable? _watch;
    private TaskCompletionSource _changed = NewSignal();

    public FileWakeUp(INativeFiles files, string path) => _watch = files.Watch(path, Wake);

    public async Task WaitAsync(TimeSpan interval, TimeProvider time, CancellationToken cancellationToken)
    {
        if (_watch is null)
        {
            await Task.Delay(interval, time, cancellationToken).ConfigureAwait(false);
            return;
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(Volatile.Read(ref _changed).Task, Task.Delay(interval, time, over.Token)).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();

        // From here on changes count again: what they changed is read afterwards.
        Volatile.Write(ref _changed, NewSignal());
    }

    public void Dispose() => _watch?.Dispose();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Wake() => Volatile.Read(ref _changed).TrySetResult();
}
