using ActiveResponse.Planning;

namespace ActiveResponse.Nats.Receiving;

/// <summary>
/// Keeps what is ordered about one thing in its order, while all else goes on beside it: a lift must not overtake what it lifts.
/// </summary>
internal sealed class EffectTurns
{
    private readonly Dictionary<string, Task> _last = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>Runs an action when what came before it about the same thing is done; ends when it is done. It may not throw.</summary>
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

    // Of two orders that differ in what a responder may not need, both may be about one effect.
    private static string ThingOf(ResponseOrder order) =>
        order.Subject.Address?.ToString() ?? order.Subject.User ?? order.Subject.File ?? "";

    private static async Task AfterAsync(Task before, Func<Task> action)
    {
        // At once where nothing is before it, so that the engine gets all in the order in which it came.
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
