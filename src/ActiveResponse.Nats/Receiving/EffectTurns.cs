using ActiveResponse.Planning;

namespace ActiveResponse.Nats.Receiving;

/// <summary>
/// Runs orders about one thing in sequence, and all others concurrently: a lift must not overtake the order it lifts.
/// </summary>
internal sealed class EffectTurns
{
    private readonly Dictionary<string, Task> _last = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>Runs an action after all earlier ones about the same thing, and completes with it. The action must not throw.</summary>
    public Task RunAsync(ResponseOrder order, Func<Task> action)
    {
        var thing = ThingOf(order);
        lock (_gate)
        {
            var task = AfterAsync(_last.GetValueOrDefault(thing, Task.CompletedTask), action);
            if (!task.IsCompleted)
            {
                _last[thing] = task;
                _ = ForgetAsync(thing, task);
            }

            return task;
        }
    }

    // Two orders that differ only in parts a responder doesn't need can mean the same effect.
    private static string ThingOf(ResponseOrder order) =>
        order.Subject.Address?.ToString() ?? order.Subject.User ?? order.Subject.File ?? "";

    private static async Task AfterAsync(Task before, Func<Task> action)
    {
        // Runs at once if nothing is ahead, so that the engine gets orders in the sequence of arrival.
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await action().ConfigureAwait(false);
    }

    private async Task ForgetAsync(string thing, Task task)
    {
        await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
        {
            if (_last.GetValueOrDefault(thing) == task)
            {
                _last.Remove(thing);
            }
        }
    }
}
