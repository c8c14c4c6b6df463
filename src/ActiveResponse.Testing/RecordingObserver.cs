using ActiveResponse.Execution;

namespace ActiveResponse.Testing;

/// <summary>An observer that keeps what it is told.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class RecordingObserver : IResponseObserver
{
    private readonly Lock _gate = new();
    private readonly List<ExecutedAction> _actions = [];
    private readonly List<(Func<ExecutedAction, bool> Matches, TaskCompletionSource<ExecutedAction> Seen)> _awaited = [];

    /// <summary>What it was told, in order.</summary>
    public IReadOnlyCollection<ExecutedAction> Actions
    {
        get
        {
            lock (_gate)
            {
                return [.. _actions];
            }
        }
    }

    /// <summary>Completes with the first outcome that matches, among those so far or later.</summary>
    /// <param name="matches">Says whether it is the one to wait for.</param>
    public Task<ExecutedAction> FirstAsync(Func<ExecutedAction, bool> matches)
    {
        ArgumentNullException.ThrowIfNull(matches);
        lock (_gate)
        {
            if (_actions.Find(action => matches(action)) is { } known)
            {
                return Task.FromResult(known);
            }

            var seen = new TaskCompletionSource<ExecutedAction>(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((matches, seen));
            return seen.Task;
        }
    }

    /// <inheritdoc/>
    public ValueTask OnExecutedAsync(ExecutedAction action, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _actions.Add(action);
            _awaited.FindAll(awaited => awaited.Matches(action)).ForEach(awaited => awaited.Seen.TrySetResult(action));
            _awaited.RemoveAll(static awaited => awaited.Seen.Task.IsCompleted);
        }

        return ValueTask.CompletedTask;
    }
}
