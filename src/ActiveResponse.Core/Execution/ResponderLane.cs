using ActiveResponse.Responders;

namespace ActiveResponse.Execution;

/// <summary>Queue and workers of one responder: a slow or hung one delays no other, and one subject delays no other subject.</summary>
internal sealed class ResponderLane : IWorkQueue, IAsyncDisposable
{
    /// <summary>
    /// Maximum number of keys per batch: ten thousand attackers at once are one run of a program, and a hundred thousand need no more
    /// memory in flight.
    /// </summary>
    public const int MostAtOnce = 10_000;

    /// <summary>
    /// The same for a responder that runs no program: so many share what a transaction costs, and more would only be kept in memory longer.
    /// </summary>
    public const int MostWithoutProgram = StepConfirmer.AtOnce;

    private readonly KeyedQueue _queue = new();
    private readonly LaneRoom _room;
    private readonly LanePace _pace;
    private readonly SemaphoreSlim _work = new(0);

    // Only one batch runs at a time.
    private readonly SemaphoreSlim _turn = new(1);
    private readonly IWorkProcessor _processor;
    private readonly Task[] _workers;
    private readonly bool _takesMany;
    private Task _recording = Task.CompletedTask;
    private volatile IResponder _responder;
    private volatile bool _stops;
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
        _pace = new LanePace(() => _room.Waiting, clock);
        _processor = processor;
        _takesMany = isBatch;
        _workers = [.. Enumerable.Range(0, isBatch ? 1 : options.Parallelism).Select(_ => Task.Run(WorkAsync))];
    }

    /// <summary>Replaces the responder: another carries out what is taken from now on.</summary>
    public void Rebind(IResponder responder) => _responder = responder;

    /// <summary>Queues an apply.</summary>
    /// <param name="item">The order.</param>
    /// <param name="isLone">Whether to begin with it on this thread, where nothing is queued or in progress and the responder never blocks:
    /// waking the worker takes longer than the whole of a block.</param>
    /// <param name="whenFull">What to do if no place is free.</param>
    /// <param name="cancellationToken">Cancels waiting for a place.</param>
    /// <returns>Whether there was a place, and whether this call found the lane stalled.</returns>
    public async ValueTask<(bool HasPlace, bool Stalled)> TryAddAsync(
        GivenItem item,
        bool isLone,
        QueueFullMode whenFull,
        CancellationToken cancellationToken
    )
    {
        if (_room.Waiting >= LanePace.Most && whenFull == QueueFullMode.Wait && RunsNoProgram(_responder))
        {
            await _pace.KeepAsync(cancellationToken).ConfigureAwait(false);
        }

        var entered = await _room.EnterAsync(item, whenFull, cancellationToken).ConfigureAwait(false);
        if (entered.HasPlace && !(isLone && TryBegin(item)))
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

        _stops = true;
        _work.Release(_workers.Length);
        await Task.WhenAll(_workers).ConfigureAwait(false);

        // Waits for a batch on another thread; never released, so none can start afterwards.
        await _turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        await _recording.ConfigureAwait(false);
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
                items.ForEach(_processor.Abandon);
            }

            _room.Leave(rest);
        } while (_queue.HandBack(rest));
    }

    private async Task WorkAsync()
    {
        while (!_stops)
        {
            // Without a token, which would cost each wait more than the rest of it.
            await _work.WaitAsync(CancellationToken.None).ConfigureAwait(false);
            if (_stops)
            {
                return;
            }

            if (!_takesMany)
            {
                await ProcessAsync().ConfigureAwait(false);
                continue;
            }

            await _turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);

            // Everything counted so far is already in the queue and is taken with the rest.
            while (_work.Wait(0, CancellationToken.None)) { }

            await ProcessInTurnAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Begins with an order on this thread; false if something else comes first, or may block.</summary>
    private bool TryBegin(GivenItem item)
    {
        if (!_takesMany || _responder is not IBatchResponder { NeverBlocks: true } || !_turn.Wait(0, CancellationToken.None))
        {
            return false;
        }

        if (!_queue.TryAddAlone(item))
        {
            _turn.Release();
            return false;
        }

        // Whoever wants the outcome waits for the item.
        _ = ProcessInTurnAsync();
        return true;
    }

    private async Task ProcessInTurnAsync()
    {
        try
        {
            await ProcessAsync().ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task ProcessAsync()
    {
        var responder = _responder;
        var most = KeysAtOnce(responder);
        var batch = _queue.Take(most);
        if (batch.Count == 0)
        {
            return;
        }

        _room.Leave(batch);
        _pace.Taken();
        var rest = await _processor.ProcessAsync(responder, batch, this).ConfigureAwait(false);
        if (rest is not null)
        {
            // One batch at most is recorded beside the next: more would only be kept in memory longer.
            await _recording.ConfigureAwait(false);
            _recording = Task.Run(() => RecordAsync(rest, batch));
            ReleaseIf(batch.Count == most);
        }
        else
        {
            ReleaseIf(_queue.HandBack(batch) || (_takesMany && batch.Count == most));
        }
    }

    private async Task RecordAsync(Func<Task> record, List<List<WorkItem>> batch)
    {
        await record().ConfigureAwait(false);
        ReleaseIf(_queue.HandBack(batch));
    }

    private void ReleaseIf(bool hasMore)
    {
        if (hasMore)
        {
            _work.Release();
        }
    }

    // Which firewall a responder has may turn out later.
    private int KeysAtOnce(IResponder responder)
    {
        if (!_takesMany)
        {
            return 1;
        }

        return RunsNoProgram(responder) ? MostWithoutProgram : MostAtOnce;
    }

    // A host often has other firewalls, too, which may still hold earlier blocks: a batch may block its thread for these.
    private bool RunsNoProgram(IResponder responder) =>
        _takesMany && (responder is IBatchResponder { NeverBlocks: true } or IRunsPrograms { NeedsNoneForNew: true });
}
