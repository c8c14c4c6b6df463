using ActiveResponse.Responders;

namespace ActiveResponse.Execution;

/// <summary>The queue and the workers of one responder: a slow or hung one delays no other, and one subject delays no other subject.</summary>
internal sealed class ResponderLane : IAsyncDisposable
{
    /// <summary>
    /// So many keys are carried out in one batch at most: ten thousand attackers at once are one transaction, and a hundred thousand take no more memory on their way than they.
    /// </summary>
    public const int MostAtOnce = 10_000;

    private readonly KeyedQueue _queue = new();
    private readonly SemaphoreSlim _room;
    private readonly SemaphoreSlim _work = new(0);
    private readonly Func<IResponder, IReadOnlyList<List<WorkItem>>, Task> _process;
    private readonly Action<WorkItem> _abandon;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _workers;
    private readonly int _keysAtOnce;
    private volatile IResponder _responder;
    private volatile bool _ended;

    /// <param name="responder">Its responder: one with batches gets one worker that takes many, any other some that take a key each.</param>
    /// <param name="options">Capacity and parallelism.</param>
    /// <param name="process">Carries out what was taken; must not throw.</param>
    /// <param name="abandon">Answers what is left when the lane ends: nobody may wait for it for ever.</param>
    public ResponderLane(
        IResponder responder, ExecutionOptions options, Func<IResponder, IReadOnlyList<List<WorkItem>>, Task> process, Action<WorkItem> abandon)
    {
        _responder = responder;
        _abandon = abandon;
        var isBatch = responder is IBatchResponder;
        _room = new SemaphoreSlim(options.QueueCapacity);
        _process = process;
        _keysAtOnce = isBatch ? MostAtOnce : 1;
        _workers = [.. Enumerable.Range(0, isBatch ? 1 : options.Parallelism).Select(_ => Task.Run(WorkAsync))];
    }

    /// <summary>The responder that what is taken from now on is carried out by.</summary>
    public IResponder Responder
    {
        set => _responder = value;
    }

    /// <summary>Queues an apply; false when the queue is full and the caller doesn't want to wait.</summary>
    public async ValueTask<bool> TryAddAsync(WorkItem item, QueueFullMode whenFull, CancellationToken cancellationToken)
    {
        if (whenFull == QueueFullMode.DropNewest)
        {
            if (!_room.Wait(0, CancellationToken.None))
            {
                return false;
            }
        }
        else
        {
            await _room.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        Add(item);
        return true;
    }

    /// <summary>Queues ends, or orders that had their place before; there is always room for them: a full queue must never keep a block in place.</summary>
    public void Add(params ReadOnlySpan<WorkItem> items)
    {
        if (items.IsEmpty)
        {
            return;
        }

        _queue.Add(items);
        _work.Release(items.Length);
        if (_ended)
        {
            AbandonRest();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_ended)
        {
            return;
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_workers).ConfigureAwait(false);
        _stop.Dispose();
        _ended = true;
        AbandonRest();
    }

    private void AbandonRest()
    {
        List<List<WorkItem>> rest;
        do
        {
            rest = _queue.Take(int.MaxValue);
            foreach (var item in rest.SelectMany(static items => items))
            {
                if (item.IsApply)
                {
                    _room.Release();
                }

                _abandon(item);
            }
        }
        while (_queue.HandBack(rest));
    }

    private async Task WorkAsync()
    {
        while (await WaitAsync().ConfigureAwait(false))
        {
            // Whatever was counted so far is in the queue already, and is taken with the rest.
            while (_keysAtOnce > 1 && _work.Wait(0, CancellationToken.None))
            {
            }

            var batch = _queue.Take(_keysAtOnce);
            if (batch.Count == 0)
            {
                continue;
            }

            var places = batch.Sum(static items => items.Count(static item => item.TakesPlace));
            if (places > 0)
            {
                _room.Release(places);
            }

            await _process(_responder, batch).ConfigureAwait(false);
            if (_queue.HandBack(batch) || batch.Count == MostAtOnce)
            {
                _work.Release();
            }
        }
    }

    private async Task<bool> WaitAsync()
    {
        try
        {
            await _work.WaitAsync(_stop.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
