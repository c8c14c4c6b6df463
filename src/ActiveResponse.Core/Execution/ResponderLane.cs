using ActiveResponse.Responders;

namespace ActiveResponse.Execution;

/// <summary>Queue and workers of one responder: a slow or hung one delays no other, and one subject delays no other subject.</summary>
internal sealed class ResponderLane : IAsyncDisposable
{
    /// <summary>
    /// Maximum number of keys per batch: ten thousand attackers at once are one transaction, and a hundred thousand need no more memory in
    /// flight.
    /// </summary>
    public const int MostAtOnce = 10_000;

    private readonly KeyedQueue _queue = new();
    private readonly LaneRoom _room;
    private readonly SemaphoreSlim _work = new(0);
    private readonly Func<IResponder, IReadOnlyList<List<WorkItem>>, Task> _process;
    private readonly Action<WorkItem> _abandon;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _workers;
    private readonly int _keysAtOnce;
    private volatile IResponder _responder;
    private volatile bool _ended;

    /// <param name="responder">The responder: one with batches gets one worker that takes many keys, any other several that take one key
    /// each.</param>
    /// <param name="options">Capacity and parallelism.</param>
    /// <param name="process">Carries out what was taken; must not throw.</param>
    /// <param name="abandon">Answers what is left when the lane ends: nobody may wait forever.</param>
    /// <param name="clock">The clock.</param>
    public ResponderLane(
        IResponder responder,
        ExecutionOptions options,
        Func<IResponder, IReadOnlyList<List<WorkItem>>, Task> process,
        Action<WorkItem> abandon,
        TimeProvider clock
    )
    {
        _responder = responder;
        _abandon = abandon;
        var isBatch = responder is IBatchResponder;
        _room = new LaneRoom(options.QueueCapacity, clock);
        _process = process;
        _keysAtOnce = isBatch ? MostAtOnce : 1;
        _workers = [.. Enumerable.Range(0, isBatch ? 1 : options.Parallelism).Select(_ => Task.Run(WorkAsync))];
    }

    /// <summary>Responder that carries out what is taken from now on.</summary>
    public IResponder Responder
    {
        set => _responder = value;
    }

    /// <summary>Queues an apply.</summary>
    /// <returns>Whether there was a place, and whether this call found the lane stalled.</returns>
    public async ValueTask<(bool HasPlace, bool Stalled)> TryAddAsync(
        WorkItem item,
        QueueFullMode whenFull,
        CancellationToken cancellationToken
    )
    {
        var entered = await _room.EnterAsync(item, whenFull, cancellationToken).ConfigureAwait(false);
        if (entered.HasPlace)
        {
            Add(item);
        }

        return entered;
    }

    /// <summary>
    /// Queues reverts, or orders that had a place before. There is always room for them: a full queue must never keep a block in place.
    /// </summary>
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
            foreach (var items in rest)
            {
                _room.Leave(items);
                items.ForEach(_abandon);
            }
        } while (_queue.HandBack(rest));
    }

    private async Task WorkAsync()
    {
        while (await WaitAsync().ConfigureAwait(false))
        {
            // Everything counted so far is already in the queue and is taken with the rest.
            while (_keysAtOnce > 1 && _work.Wait(0, CancellationToken.None)) { }

            var batch = _queue.Take(_keysAtOnce);
            if (batch.Count == 0)
            {
                continue;
            }

            _room.Leave(batch.SelectMany(static items => items));
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
