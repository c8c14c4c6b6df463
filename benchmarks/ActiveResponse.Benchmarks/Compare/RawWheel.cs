namespace ActiveResponse.Benchmarks.Compare;

/// <summary>
/// The raw operation beside the timeouts: a hashed wheel in arrays, of numbers that whoever uses it knows already. It has no keys to look
/// up, no memory that grows or is given back, and its times are as coarse as its slots.
/// </summary>
internal sealed class RawWheel
{
    private const int Slots = 131_072;
    private const int None = -1;

    private readonly int[] _first = new int[Slots];
    private readonly int[] _next;
    private readonly int[] _previous;
    private readonly long[] _due;
    private long _now;

    public RawWheel(int count)
    {
        (_next, _previous, _due) = (new int[count], new int[count], new long[count]);
        Array.Fill(_first, None);
    }

    /// <param name="number">Which.</param>
    /// <param name="due">When, in slots from the start.</param>
    public void Add(int number, long due)
    {
        ref var first = ref _first[due % Slots];
        (_due[number], _next[number], _previous[number]) = (due, first, None);
        if (first != None)
        {
            _previous[first] = number;
        }

        first = number;
    }

    public void Move(int number, long due)
    {
        Remove(number);
        Add(number, due);
    }

    /// <summary>Goes to the next slot.</summary>
    /// <returns>How many were due.</returns>
    public int Tick()
    {
        _now++;
        var due = 0;
        var number = _first[_now % Slots];
        while (number != None)
        {
            var next = _next[number];
            if (_due[number] <= _now)
            {
                Remove(number);
                due++;
            }

            number = next;
        }

        return due;
    }

    private void Remove(int number)
    {
        var (next, previous) = (_next[number], _previous[number]);
        if (previous == None)
        {
            _first[_due[number] % Slots] = next;
        }
        else
        {
            _next[previous] = next;
        }

        if (next != None)
        {
            _previous[next] = previous;
        }
    }
}
