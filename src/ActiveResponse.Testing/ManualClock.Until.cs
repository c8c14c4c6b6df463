using System.Diagnostics;

namespace ActiveResponse.Testing;

/// <content>Moves until something has ended.</content>
public sealed partial class ManualClock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Moves the clock forward from one due timer to the next until a task has ended, and awaits it. For code that waits a number
    /// of times, e.g. between attempts.</summary>
    /// <remarks>After each move, what was waiting has a moment of real time to end or to wait again.</remarks>
    /// <param name="task">The task.</param>
    /// <exception cref="TimeoutException">It hasn't ended within two minutes of real time.</exception>
    public async Task AdvanceUntilAsync(Task task)
    {
        ArgumentNullException.ThrowIfNull(task);
        var watch = Stopwatch.StartNew();
        while (!task.IsCompleted)
        {
            ThrowIfLate(watch);
            if (NextDue() is { } due && due - MachineNow is { } time && time >= TimeSpan.Zero)
            {
                Advance(time);
            }

            await Task.WhenAny(task, Task.Delay(Pause, TimeProvider.System, CancellationToken.None)).ConfigureAwait(false);
        }

        await task.ConfigureAwait(false);
    }

    /// <summary>Moves the clock forward whenever somebody waits for so long, until a task has ended, and awaits it.</summary>
    /// <param name="task">The task.</param>
    /// <param name="length">What the timers were set to, e.g. a deadline; other timers don't move the clock.</param>
    /// <exception cref="TimeoutException">It hasn't ended within two minutes of real time.</exception>
    public async Task AdvanceUntilAsync(Task task, TimeSpan length)
    {
        ArgumentNullException.ThrowIfNull(task);
        var watch = Stopwatch.StartNew();
        while (!task.IsCompleted)
        {
            var limit = Task.Delay(Patience, TimeProvider.System, CancellationToken.None);
            await Task.WhenAny(task, TimerOf(length), limit).ConfigureAwait(false);
            ThrowIfLate(watch);
            if (!task.IsCompleted)
            {
                Advance(length);
            }
        }

        await task.ConfigureAwait(false);
    }

    private static void ThrowIfLate(Stopwatch watch)
    {
        if (watch.Elapsed >= Patience)
        {
            throw new TimeoutException($"The task hasn't ended within {Patience.TotalMinutes:0} minutes.");
        }
    }

    private DateTimeOffset? NextDue()
    {
        lock (_gate)
        {
            return _timers.Min(static timer => timer.Due);
        }
    }
}
