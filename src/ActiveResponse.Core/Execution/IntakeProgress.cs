namespace ActiveResponse.Execution;

/// <summary>Progress of one source: a position counts once everything before it is on record.</summary>
/// <param name="name">Name of the source in the store.</param>
/// <param name="fellBehind">Called when the store no longer has the newest position, until <see cref="Stored"/> gives it that.</param>
internal sealed class IntakeProgress(string name, Action fellBehind)
{
    private readonly Lock _gate = new();
    private readonly Queue<IntakeMark> _open = new();
    private IntakeMark? _last;
    private string? _settled;
    private string? _stored;
    private bool _isBehind;

    public string Name => name;

    /// <summary>Whether the store lacks the newest position.</summary>
    public bool IsBehind
    {
        get
        {
            lock (_gate)
            {
                return _isBehind;
            }
        }
    }

    /// <summary>Begins an alert that leads to orders.</summary>
    /// <param name="position">Where to resume after it; null if resuming is impossible there.</param>
    public IntakeMark Begin(string? position)
    {
        var mark = new IntakeMark(this, position);
        lock (_gate)
        {
            _open.Enqueue(mark);
            _last = mark;
        }

        return mark;
    }

    /// <summary>Skips an alert that leads to nothing.</summary>
    /// <param name="position">Where to resume after it.</param>
    public void Pass(string position)
    {
        var isNew = false;
        lock (_gate)
        {
            if (_open.Count > 0)
            {
                _last!.Position = position;
            }
            else
            {
                _settled = position;
                isNew = FallsBehind();
            }
        }

        if (isNew)
        {
            fellBehind();
        }
    }

    public void Change(IntakeMark mark, int orders)
    {
        bool isNew;
        lock (_gate)
        {
            mark.Open += orders;
            while (_open.TryPeek(out var first) && first.Open <= 0)
            {
                _settled = _open.Dequeue().Position ?? _settled;
            }

            isNew = FallsBehind();
        }

        if (isNew)
        {
            fellBehind();
        }
    }

    /// <summary>Returns the newest valid position once further orders are on record; null if already stored.</summary>
    /// <param name="recorded">Number of orders per alert that are about to be recorded.</param>
    public string? NewestWith(IReadOnlyDictionary<IntakeMark, int> recorded)
    {
        lock (_gate)
        {
            var newest = _settled;
            foreach (var mark in _open)
            {
                if (mark.Open > recorded.GetValueOrDefault(mark))
                {
                    break;
                }

                newest = mark.Position ?? newest;
            }

            return newest == _stored ? null : newest;
        }
    }

    /// <summary>Sets the position that the store has now.</summary>
    public void Stored(string position)
    {
        lock (_gate)
        {
            _stored = position;

            // It may already be ahead of orders that are on record and about to be counted so.
            _isBehind = _isBehind && _settled != position;
        }
    }

    /// <summary>Whether the store lacks the newest position from now on.</summary>
    private bool FallsBehind()
    {
        var was = _isBehind;
        _isBehind = _settled is not null && _settled != _stored;
        return _isBehind && !was;
    }
}
