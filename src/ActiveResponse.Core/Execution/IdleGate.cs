namespace ActiveResponse.Execution;

/// <summary>Counts work in progress and lets callers wait until there is none.</summary>
internal sealed class IdleGate
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _whenIdle;
    private long _count;

    /// <summary>Whether nothing is in progress.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate)
            {
                return _count == 0;
            }
        }
    }

    public void Enter()
    {
        lock (_gate)
        {
            _count++;
        }
    }

    public void Leave()
    {
        TaskCompletionSource? done = null;
        lock (_gate)
        {
            if (--_count == 0)
            {
                (done, _whenIdle) = (_whenIdle, null);
            }
        }

        done?.TrySetResult();
    }

    public Task WhenIdleAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_count == 0)
            {
                return Task.CompletedTask;
            }

            _whenIdle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _whenIdle.Task.WaitAsync(cancellationToken);
        }
    }
}
