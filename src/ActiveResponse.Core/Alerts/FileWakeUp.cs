using ActiveResponse.Platform;

namespace ActiveResponse.Alerts;

/// <summary>
/// Waits for a file to change: until the system says so, or an interval is over. The interval alone is enough for everything to be seen;
/// the system's word, which it may lose or not give at all (network mounts, links, limits), makes it quick.
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

        // From here on a change counts again: what it changed is looked at after this.
        Volatile.Write(ref _changed, NewSignal());
    }

    public void Dispose() => _watch?.Dispose();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Wake() => Volatile.Read(ref _changed).TrySetResult();
}
