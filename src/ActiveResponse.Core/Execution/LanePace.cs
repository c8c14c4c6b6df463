namespace ActiveResponse.Execution;

/// <summary>
/// Slows the producers of a lane that runs no program: orders read far ahead of it only take memory, and live so long that freeing it takes
/// a full collection.
/// </summary>
/// <remarks>A lane that takes nothing within <see cref="LaneRoom.Patience"/> slows nobody until it does; its queue fills.</remarks>
/// <param name="waiting">Returns the number of orders that wait.</param>
/// <param name="clock">The clock.</param>
internal sealed class LanePace(Func<int> waiting, TimeProvider clock)
{
    /// <summary>Number of orders that may wait before their producer does: enough to share what a transaction costs.</summary>
    public const int Most = 500;

    private readonly Lock _gate = new();
    private TaskCompletionSource? _taken;
    private bool _isOff;

    /// <summary>Waits a moment while too many orders wait.</summary>
    public async ValueTask KeepAsync(CancellationToken cancellationToken)
    {
        Task taken;
        lock (_gate)
        {
            if (_isOff || waiting() < Most)
            {
                return;
            }

            _taken ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            taken = _taken.Task;
        }

        await taken.WaitAsync(LaneRoom.Patience, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _isOff |= _taken?.Task == taken;
        }
    }

    /// <summary>Lets producers go on; call it once orders were taken and are no longer counted.</summary>
    public void Taken()
    {
        TaskCompletionSource? taken;
        lock (_gate)
        {
            (_isOff, taken, _taken) = (false, _taken, null);
        }

        taken?.SetResult();
    }
}
