namespace ActiveResponse.Nats.Receiving;

/// <summary>An agent's progress through the orders of one target: a message counts once it and all before it are processed.</summary>
internal sealed class TargetProgress(OrderIntake intake)
{
    private readonly Lock _gate = new();
    private readonly Queue<Place> _open = new();
    private TargetPosition? _taken;
    private TargetPosition? _done;

    /// <summary>Whether positions survive the process.</summary>
    public bool IsDurable => intake.IsDurable;

    /// <summary>The position up to which all messages are processed; null for none yet.</summary>
    public TargetPosition? Done
    {
        get
        {
            lock (_gate)
            {
                return _done;
            }
        }
    }

    /// <summary>The position up to which messages were read. Those in progress aren't read again while the process lives.</summary>
    public TargetPosition? Taken
    {
        get
        {
            lock (_gate)
            {
                return _taken;
            }
        }
    }

    /// <summary>Restores the position of an earlier run.</summary>
    public void Resume(TargetPosition? position)
    {
        lock (_gate)
        {
            (_taken, _done) = (position, position);
        }
    }

    /// <summary>Starts processing a message.</summary>
    public Place Begin(string epoch, ulong sequence, DateTimeOffset? issued)
    {
        lock (_gate)
        {
            var latest = _taken?.Issued ?? DateTimeOffset.UnixEpoch;
            _taken = new TargetPosition(epoch, sequence, issued > latest ? issued.Value : latest);
            var place = new Place(this, _taken, intake.Begin(_taken.ToString()));
            _open.Enqueue(place);
            return place;
        }
    }

    private void Finish(Place place)
    {
        lock (_gate)
        {
            place.IsDone = true;
            while (_open.TryPeek(out var first) && first.IsDone)
            {
                _done = _open.Dequeue().Position;
            }
        }
    }

    /// <summary>The place of a message in progress.</summary>
    internal sealed class Place(TargetProgress progress, TargetPosition position, OrderDelivery delivery)
    {
        public TargetPosition Position => position;

        public OrderDelivery Delivery => delivery;

        public bool IsDone { get; set; }

        /// <summary>Marks the message as processed.</summary>
        public void Finish() => progress.Finish(this);

        /// <summary>Skips the message, and marks it as processed.</summary>
        public void Skip()
        {
            delivery.Skip();
            Finish();
        }
    }
}
