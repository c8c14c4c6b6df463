using System.Collections.Concurrent;
using ActiveResponse.Execution;

namespace ActiveResponse.Testing;

/// <summary>An observer that keeps what it is told.</summary>
public sealed class RecordingObserver : IResponseObserver
{
    private readonly ConcurrentQueue<ExecutedAction> _actions = new();

    /// <summary>What it was told, in order.</summary>
    public IReadOnlyCollection<ExecutedAction> Actions => _actions;

    /// <inheritdoc/>
    public ValueTask OnExecutedAsync(ExecutedAction action, CancellationToken cancellationToken)
    {
        _actions.Enqueue(action);
        return ValueTask.CompletedTask;
    }
}
