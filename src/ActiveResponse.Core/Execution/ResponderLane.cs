using ActiveResponse.Responders;

namespace ActiveResponse.Execution;

/// <summary>Queue and workers of one responder: a slow or hung one delays no other, and one subject delays no other subject.</summary>
internal sealed class ResponderLane : IWorkQueue, IAsyncDisposable
{
    /// <summary>
    /// Maximum number of keys per batch: ten thousand attackers at once are one transaction, and a hundred thousand need no more memory in
    /// flight.
    /// </summary>
    public const int MostAtOnce = 10_000;

    private readonly KeyedQueue _queue = new();
    private readonly LaneRoom _room;
    private readonly SemaphoreSlim _work = new(0);
    private readonly IWorkProcessor _processor;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _workers;
    private readonly int _keysAtOnce;
    private volatile IResponder _responder;
    private volatile bool _ended;

    /// <param name="responder">The responder: one with batches gets one worker that takes many keys, any other several that take one key
    /// each.</param>
    /// <param name="options">Capacity and parallelism.</param>
    /// <param name="processor">Carries out what was taken, and completes what is left when the lane ends: nobody may wait forever.</param>
    /// <param name="clock">The clock.</param>
    public ResponderLane(IResponder responder, ExecutionOptions options, IWorkProcessor processor, TimeProvider clock)
    {
        _responder = responder;
        var isBatch = responder is IBatchResponder;
        _room = new LaneRoom(options.QueueCapacity, clock);
        _processor = processor;
        _keysAtOnce = isBatch ? MostAtOnce : 1;
        _workers = [.. Enumerable.Range(0, isBatch ? 1 : options.Parallelism).Select(_ => Task.Run(WorkAsync))];
    }

    /// <summary>Replaces the responder: another carries out what is taken from now on.</summary>
    public void Rebind(IResponder responder) => _responder = responder;

    /// <summary>Queues an apply.</summary>
    /// <returns>Whether there was a place, and whether this call found the lane stalled.</returns>
    public async ValueTask<(bool HasPlace, bool Stalled)> TryAddAsync(
        GivenItem item,
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
                items.ForEach(_processor.Abandon);
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
            await _processor.ProcessAsync(_responder, batch, this).ConfigureAwait(false);
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
