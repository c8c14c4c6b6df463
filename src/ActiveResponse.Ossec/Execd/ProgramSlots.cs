namespace ActiveResponse.Ossec.Execd;

/// <summary>How many children of one program run at once, and how many starts wait for one of them to end. Ends have places of their own:
/// what hangs must not keep a block in place.</summary>
/// <param name="atOnce">So many run at once.</param>
/// <param name="waiting">So many more wait, first come first served.</param>
internal sealed class ProgramSlots(int atOnce, int waiting)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Program, bool IsEnd), Program> _programs = [];
    private int _waiting;
    private TaskCompletionSource _none = Completed();

    /// <summary>Completes when no start waits any more.</summary>
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

    /// <summary>Takes a place.</summary>
    /// <param name="program">The program.</param>
    /// <param name="isEnd">Whether it takes something back. Such a start is never refused.</param>
    /// <returns>Completes when it may be started; null when too many wait already.</returns>
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

    /// <summary>Gives a place back, or on.</summary>
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
