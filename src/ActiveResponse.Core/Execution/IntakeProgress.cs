namespace ActiveResponse.Execution;

/// <summary>Up to where the alerts of one source are on record: a position counts once everything before it does.</summary>
internal sealed class IntakeProgress(string name)
{
    private readonly Lock _gate = new();
    private readonly Queue<IntakeMark> _open = new();
    private IntakeMark? _last;
    private string? _settled;
    private string? _stored;

    /// <summary>The source's name in the store.</summary>
    public string Name => name;

    /// <summary>Begins an alert that leads to orders.</summary>
    /// <param name="position">Where to go on after it; null when that is no place to resume at.</param>
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

    /// <summary>Passes over what leads to nothing.</summary>
    /// <param name="position">Where to go on after it.</param>
    public void Pass(string position)
    {
        lock (_gate)
        {
            if (_open.Count > 0)
            {
                _last!.Position = position;
            }
            else
            {
                _settled = position;
            }
        }
    }

    public void Change(IntakeMark mark, int orders)
    {
        lock (_gate)
        {
            mark.Open += orders;
            while (_open.TryPeek(out var first) && first.Open <= 0)
            {
                _settled = _open.Dequeue().Position ?? _settled;
            }
        }
    }

    /// <summary>The newest position that is right once some more orders are on record; null when it is stored already.</summary>
    /// <param name="recorded">How many orders of which alerts are about to be recorded.</param>
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

    /// <summary>Says what the store has now.</summary>
    public void Stored(string position)
    {
        lock (_gate)
        {
            _stored = position;
        }
    }
}
