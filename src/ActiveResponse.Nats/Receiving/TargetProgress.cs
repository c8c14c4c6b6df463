namespace ActiveResponse.Nats.Receiving;

/// <summary>How far an agent is with the orders of one target: a message counts once it and all before it are dealt with.</summary>
internal sealed class TargetProgress(OrderIntake intake)
{
    private readonly Lock _gate = new();
    private readonly Queue<Place> _open = new();
    private TargetPosition? _taken;
    private TargetPosition? _done;

    /// <summary>Whether positions outlive the process.</summary>
    public bool IsDurable => intake.IsDurable;

    /// <summary>Up to where all is dealt with; null when nothing was taken yet.</summary>
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

    /// <summary>Up to where messages were taken; what of that is still under way isn't read again while the process lives.</summary>
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

    /// <summary>Takes up the position of an earlier run.</summary>
    public void Resume(TargetPosition? position)
    {
        lock (_gate)
        {
            (_taken, _done) = (position, position);
        }
    }

    /// <summary>Begins with a message.</summary>
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

    /// <summary>The place of one message that is being dealt with.</summary>
    internal sealed class Place(TargetProgress progress, TargetPosition position, OrderDelivery delivery)
    {
        public TargetPosition Position => position;

        public OrderDelivery Delivery => delivery;

        public bool IsDone { get; set; }

        /// <summary>Says that it is dealt with.</summary>
        public void Finish() => progress.Finish(this);

        /// <summary>Passes over the message.</summary>
        public void Skip()
        {
            delivery.Skip();
            Finish();
        }
    }
}
