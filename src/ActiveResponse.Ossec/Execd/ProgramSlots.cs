namespace ActiveResponse.Ossec.Execd;

/// <summary>Limits the running children of one program and the starts that wait. Reverts have slots of their own: hung programs must not
/// keep a block in place.</summary>
/// <param name="atOnce">The maximum number running at once.</param>
/// <param name="waiting">The maximum number waiting, first come first served.</param>
internal sealed class ProgramSlots(int atOnce, int waiting)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Program, bool IsEnd), Program> _programs = [];
    private int _waiting;
    private TaskCompletionSource _none = Completed();

    /// <summary>Completes when no start waits.</summary>
    public Task NoneWaits
    {
        get
        {
            lock (_gate)
            {
                return _none.Task;
            }
        }
    }

    /// <summary>Takes a slot.</summary>
    /// <param name="program">The program.</param>
    /// <param name="isEnd">Whether it reverts. Such a start is never refused.</param>
    /// <returns>Completes when it may start; null if too many wait.</returns>
    public Task? Enter(string program, bool isEnd)
    {
        lock (_gate)
        {
            if (!_programs.TryGetValue((program, isEnd), out var places))
            {
                _programs.Add((program, isEnd), places = new Program());
            }

            if (places.Running < atOnce)
            {
                places.Running++;
                return Task.CompletedTask;
            }

            if (!isEnd && places.Waiting.Count >= waiting)
            {
                return null;
            }

            var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            places.Waiting.Enqueue(turn);
            _none = _waiting++ == 0 ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) : _none;
            return turn.Task;
        }
    }

    /// <summary>Releases a slot, or passes it on.</summary>
    public void Leave(string program, bool isEnd)
    {
        lock (_gate)
        {
            var places = _programs[(program, isEnd)];
            if (places.Waiting.TryDequeue(out var next))
            {
                next.SetResult();
                if (--_waiting == 0)
                {
                    _none.SetResult();
                }
            }
            else if (--places.Running == 0)
            {
                _programs.Remove((program, isEnd));
            }
        }
    }

    private static TaskCompletionSource Completed()
    {
        var completed = new TaskCompletionSource();
        completed.SetResult();
        return completed;
    }

    private sealed class Program
    {
        public int Running { get; set; }

        public Queue<TaskCompletionSource> Waiting { get; } = new();
    }
}
