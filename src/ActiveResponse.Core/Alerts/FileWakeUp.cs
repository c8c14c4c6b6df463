using ActiveResponse.Platform;

namespace ActiveResponse.Alerts;

/// <summary>
/// Waits for a file to change: until a notification or an interval has passed. The interval alone suffices to see everything;
/// notifications, which may be lost or missing (network mounts, links, limits), make it fast.
/// </summary>
internal sealed class FileWakeUp : IDisposable
{
    private readonly INativeFiles _files;
    private readonly string _path;
    private IDisposable? _watch;
    private TaskCompletionSource _changed;

    public FileWakeUp(INativeFiles files, string path)
    {
        (_files, _path) = (files, path);
        _changed = NewSignal();
        _watch = files.Watch(path, Wake);
    }

    private bool IsWatched => _watch is not (null or FolderWatch { HasEnded: true });

    public async Task WaitAsync(TimeSpan interval, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!IsWatched)
        {
            await Task.Delay(interval, time, cancellationToken).ConfigureAwait(false);
            WatchAgain();
            return;
        }

        var changed = Volatile.Read(ref _changed);
        using (time.CreateTimer(static state => WakeElsewhere((TaskCompletionSource)state!), changed, interval, Timeout.InfiniteTimeSpan))
        using (cancellationToken.UnsafeRegister(static state => WakeElsewhere((TaskCompletionSource)state!), changed))
        {
            await changed.Task.ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();

        // From here on changes count again: what they changed is read afterwards.
        Volatile.Write(ref _changed, NewSignal());
    }

    public void Dispose() => _watch?.Dispose();

    // The folder may be there by now, or be another one of the same name. The file is read after this, so nothing is missed between
    // two watches.
    private void WatchAgain()
    {
        _watch?.Dispose();
        _watch = null;
        Volatile.Write(ref _changed, NewSignal());
        _watch = _files.Watch(_path, Wake);
    }

    // The thread of a folder's watch has nothing else to do: the file is read there, and what is read handled. Waking another thread
    // would take longer. Any other caller gets its thread back.
    private TaskCompletionSource NewSignal() =>
        new(_watch is FolderWatch ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);

    private static void WakeElsewhere(TaskCompletionSource changed) =>
        ThreadPool.UnsafeQueueUserWorkItem(static changed => changed.TrySetResult(), changed, preferLocal: false);

    private void Wake() => Volatile.Read(ref _changed).TrySetResult();
}
