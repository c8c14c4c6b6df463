using ActiveResponse.Planning;

namespace ActiveResponse.Execution;

/// <summary>Work waiting for one responder, in order per key; a key in progress isn't taken again until it is handed back.</summary>
/// <remarks>Taking a key takes all its work, so batches form by themselves while the responder is busy.</remarks>
internal sealed class KeyedQueue
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ActionKey, List<WorkItem>> _waiting = [];
    private readonly Queue<ActionKey> _ready = new();
    private readonly HashSet<ActionKey> _taken = [];

    /// <summary>Adds work; items added together are taken together, unless their keys are in progress.</summary>
    public void Add(params ReadOnlySpan<WorkItem> items)
    {
        lock (_gate)
        {
            foreach (var item in items)
            {
                AddOne(item);
            }
        }
    }

    /// <summary>Adds an item if nothing else waits or is in progress.</summary>
    public bool TryAddAlone(WorkItem item)
    {
        lock (_gate)
        {
            if (_waiting.Count + _taken.Count > 0)
            {
                return false;
            }

            AddOne(item);
            return true;
        }
    }

    /// <summary>Takes all work of up to this many keys; empty if nothing can be taken now.</summary>
    public List<List<WorkItem>> Take(int maxKeys)
    {
        lock (_gate)
        {
            var batch = new List<List<WorkItem>>(Math.Min(maxKeys, _ready.Count));
            while (batch.Count < maxKeys && _ready.TryDequeue(out var key))
            {
                _waiting.Remove(key, out var items);
                _taken.Add(key);
                batch.Add(items!);
            }

            return batch;
        }
    }

    /// <summary>Hands keys back; true if some of them have more work.</summary>
    public bool HandBack(List<List<WorkItem>> batch)
    {
        lock (_gate)
        {
            var more = false;
            foreach (var items in batch)
            {
                var key = items[0].Key.Turn;
                _taken.Remove(key);
                if (_waiting.ContainsKey(key))
                {
                    _ready.Enqueue(key);
                    more = true;
                }
            }

            return more;
        }
    }

    private void AddOne(WorkItem item)
    {
        var key = item.Key.Turn;
        if (!_waiting.TryGetValue(key, out var items))
        {
            _waiting.Add(key, items = new List<WorkItem>(1));
            if (!_taken.Contains(key))
            {
                _ready.Enqueue(key);
            }
        }

        items.Add(item);
    }
}
