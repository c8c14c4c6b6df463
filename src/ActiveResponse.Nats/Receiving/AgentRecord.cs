using System.Collections.Concurrent;
using System.Collections.Immutable;
using ActiveResponse.Nats.Reports;

namespace ActiveResponse.Nats.Receiving;

/// <summary>Collects what an agent reports: refusals and failures, and that something changed.</summary>
internal sealed class AgentRecord
{
    private readonly Queue<AgentFailure> _failures = new();
    private readonly ConcurrentDictionary<string, long> _refused = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes at the next change.</summary>
    public Task WhenChanged
    {
        get
        {
            lock (_gate)
            {
                return _changed.Task;
            }
        }
    }

    public ImmutableArray<AgentFailure> Failures
    {
        get
        {
            lock (_gate)
            {
                return [.. _failures];
            }
        }
    }

    public ImmutableSortedDictionary<string, long> RefusedMessages => _refused.ToImmutableSortedDictionary();

    public void Add(AgentFailure failure)
    {
        lock (_gate)
        {
            _failures.Enqueue(failure);
            if (_failures.Count > AgentStateJson.MaxFailures)
            {
                _failures.Dequeue();
            }
        }

        Changed();
    }

    /// <summary>Counts an invalid message.</summary>
    /// <returns>The count for this reason.</returns>
    public long Count(string reason) => _refused.AddOrUpdate(reason, 1, static (_, count) => count + 1);

    public void Changed()
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            (changed, _changed) = (_changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        changed.TrySetResult();
    }
}
