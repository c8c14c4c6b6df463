namespace ActiveResponse.Ossec.Execd;

/// <summary>Lets programs that were asked for their keys at once be answered in the order of their messages, as if each had been waited
/// for.</summary>
/// <remarks>A program that takes longer than <see cref="Patience"/> loses its place: nobody waits for it any more, and it is answered when
/// it is ready.</remarks>
/// <param name="clock">The time.</param>
/// <param name="settled">Told when a turn is over, or has lost its place.</param>
internal sealed class DecisionOrder(TimeProvider clock, Action settled)
{
    /// <summary>How long others wait for a program.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly LinkedList<Turn> _open = [];

    /// <summary>Whether no program is waited for.</summary>
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

    /// <summary>Takes the next place.</summary>
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

    /// <summary>The place of one program.</summary>
    internal sealed class Turn(DecisionOrder order) : IDisposable
    {
        private readonly TaskCompletionSource _come = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private ITimer? _timer;

        public LinkedListNode<Turn>? Place { get; set; }

        /// <summary>Completes when those before have been answered or have lost their place, or this one has.</summary>
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
