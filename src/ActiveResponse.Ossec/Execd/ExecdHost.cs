using System.Collections.Concurrent;
using System.Collections.Immutable;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Scripts;

namespace ActiveResponse.Ossec.Execd;

/// <summary>Handles messages exactly like OSSEC's or Wazuh's execd: counts, times, names and ends responses as the original does.</summary>
/// <remarks>Starts, registrations and ends have the order of the original, which waits for each program; here a slow one delays others by a
/// second at most.</remarks>
public sealed class ExecdHost
{
    /// <summary>How long a stop waits for one program that reverts, and for all of them.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(40);

    private readonly Lock _gate = new();
    private readonly IExecdMachine _machine;
    private readonly IExecdQueue _queue;
    private readonly ExecdPrograms _programs;
    private readonly TimeProvider _clock;
    private readonly DecisionOrder _order;
    private readonly ConcurrentDictionary<Task, byte> _running = new();
    private volatile TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Takes the place of an installation's execd.</summary>
    /// <param name="folder">The installation.</param>
    /// <param name="repeatedOffenderMinutes">Its <c>repeated_offenders</c>, in minutes.</param>
    /// <param name="queue">The queue of messages.</param>
    /// <param name="runner">Starts programs.</param>
    /// <param name="clock">The clock, of which execd counts whole seconds.</param>
    /// <param name="notify">Receives messages for the operator.</param>
    /// <param name="overrides">Additional environment of single scripts; null for none.</param>
    public ExecdHost(
        ExecdFolder folder,
        IEnumerable<int> repeatedOffenderMinutes,
        IExecdQueue queue,
        ICommandRunner runner,
        TimeProvider clock,
        Action<ExecdNote> notify,
        ImmutableDictionary<string, ScriptOverrides>? overrides = null
    )
        : this(ExecdMachines.Of(folder, repeatedOffenderMinutes, clock, notify), queue, folder, runner, clock, notify, overrides) { }

    /// <param name="machine">Makes the decisions.</param>
    /// <param name="queue">The queue of messages.</param>
    /// <param name="folder">The installation.</param>
    /// <param name="runner">Starts programs.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="notify">Receives messages for the operator.</param>
    /// <param name="overrides">Additional environment of single scripts.</param>
    internal ExecdHost(
        IExecdMachine machine,
        IExecdQueue queue,
        ExecdFolder folder,
        ICommandRunner runner,
        TimeProvider clock,
        Action<ExecdNote> notify,
        ImmutableDictionary<string, ScriptOverrides>? overrides = null
    )
    {
        (_machine, _queue, _clock) = (machine, queue, clock);
        _programs = new ExecdPrograms(folder, runner, _gate, notify, overrides);
        _order = new DecisionOrder(clock, () => _settled.TrySetResult());
    }

    /// <summary>Handles messages until it is canceled. Effects then stay until <see cref="StopAsync"/>.</summary>
    /// <param name="stop">Cancels it.</param>
    /// <exception cref="OperationCanceledException">It was canceled while waiting for a message.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        Task<ReadOnlyMemory<byte>>? message = null;
        while (!stop.IsCancellationRequested)
        {
            await StartDueAsync().ConfigureAwait(false);
            message ??= _queue.ReceiveAsync(stop).AsTask();
            await WaitAsync(message, stop).ConfigureAwait(false);
            if (message.IsCompleted && !stop.IsCancellationRequested)
            {
                var datagram = await message.ConfigureAwait(false);
                message = null;
                await TakeAsync(datagram).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Reverts everything in the order of the original, and waits at most 40 seconds in each of three steps.</summary>
    public async Task StopAsync()
    {
        IReadOnlyList<ExecdRun> runs;
        lock (_gate)
        {
            runs = _machine.TakeAll();
        }

        var begun = _clock.GetTimestamp();
        foreach (var run in runs)
        {
            var end = await StartAsync(run, turn: null).ConfigureAwait(false);
            if (_machine.StopsOneByOne && _clock.GetElapsedTime(begun) < LongestStop)
            {
                await WaitAtMostAsync(end, StopPatience).ConfigureAwait(false);
            }
        }

        // Starts that still wait for a place would never happen.
        await WaitAtMostAsync(_programs.AllStarted, LongestStop).ConfigureAwait(false);
        await WaitAtMostAsync(Task.WhenAll(_running.Keys), StopPatience).ConfigureAwait(false);
    }

    private async Task TakeAsync(ReadOnlyMemory<byte> datagram)
    {
        ExecdRun? run;
        lock (_gate)
        {
            run = _machine.Handle(datagram.Span);
        }

        if (run is not null)
        {
            await StartAsync(run, run.Answer is null ? null : _order.Enter()).ConfigureAwait(false);
        }
    }

    // While a program is awaited, its message isn't finished, so due ends are checked after that.
    private async Task StartDueAsync()
    {
        var settled = _settled.Task.IsCompleted;
        if (settled)
        {
            _settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        else if (!_order.IsClear)
        {
            return;
        }

        IReadOnlyList<ExecdRun> due;
        lock (_gate)
        {
            due = _machine.TakeDue();
        }

        foreach (var run in due)
        {
            await StartAsync(run, turn: null).ConfigureAwait(false);
        }
    }

    private async Task<Task> StartAsync(ExecdRun run, DecisionOrder.Turn? turn)
    {
        var end = await _programs.StartAsync(run, turn, CancellationToken.None).ConfigureAwait(false);
        _running.TryAdd(end, 0);
        _ = end.ContinueWith(
            ended => _running.TryRemove(ended, out _),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
        return end;
    }

    private async Task WaitAsync(Task message, CancellationToken stop)
    {
        var settled = _settled.Task;
        if (message.IsCompleted || settled.IsCompleted)
        {
            return;
        }

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAny(message, settled, Task.Delay(_machine.Patience, _clock, enough.Token)).ConfigureAwait(false);
        await enough.CancelAsync().ConfigureAwait(false);
    }

    private async Task WaitAtMostAsync(Task end, TimeSpan patience)
    {
        try
        {
            await end.WaitAsync(patience, _clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // It runs on its own.
        }
    }
}
