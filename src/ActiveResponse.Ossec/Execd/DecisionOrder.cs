namespace ActiveResponse.Ossec.Execd;

/// <summary>Decides on concurrently started programs in the order of their messages, as if each had been waited for.</summary>
/// <remarks>A program that takes longer than <see cref="Patience"/> loses its turn: others go on, and it is decided when it is
/// ready.</remarks>
/// <param name="clock">The clock.</param>
/// <param name="settled">Called when a turn is over, or was lost.</param>
internal sealed class DecisionOrder(TimeProvider clock, Action settled)
{
    /// <summary>How long others wait for a program.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly LinkedList<Turn> _open = [];

    /// <summary>Whether no program has a turn.</summary>
    public bool IsClear
    {
        get
        {
            lock (_gate)
            {
                return _open.Count == 0;
            }
        }
    }

    /// <summary>Takes the next turn.</summary>
    public Turn Enter()
    {
        var turn = new Turn(this);
        lock (_gate)
        {
            turn.Place = _open.AddLast(turn);
            if (_open.Count == 1)
            {
                turn.Come();
            }
        }

        turn.WaitAtMost(clock);
        return turn;
    }

    private void Leave(Turn turn)
    {
        Turn? next;
        lock (_gate)
        {
            if (turn.Place is null)
            {
                return;
            }

            _open.Remove(turn.Place);
            turn.Place = null;
            next = _open.First?.Value;
        }

        turn.Come();
        next?.Come();
        settled();
    }

    /// <summary>The turn of one program.</summary>
    internal sealed class Turn(DecisionOrder order) : IDisposable
    {
        private readonly TaskCompletionSource _come = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private ITimer? _timer;

        public LinkedListNode<Turn>? Place { get; set; }

        /// <summary>Completes when earlier turns are over or lost, or this one is lost.</summary>
        public Task Mine => _come.Task;

        public void Come() => _come.TrySetResult();

        public void WaitAtMost(TimeProvider clock) =>
            _timer = clock.CreateTimer(static turn => ((Turn)turn!).GiveUp(), this, Patience, Timeout.InfiniteTimeSpan);

        public void Dispose()
        {
            _timer?.Dispose();
            order.Leave(this);
        }

        private void GiveUp() => order.Leave(this);
    }
}
