namespace ActiveResponse.Configuration.Ossec;

/// <summary>Run of a program over a text: the current set of steps.</summary>
internal ref struct OsRegexRun
{
    private readonly ReadOnlySpan<OsRegexStep> _program;
    private readonly Span<int> _pending;

    // Step i is in the current set if _seen[i] is the round's number.
    private readonly Span<int> _seen;
    private Span<int> _current;
    private Span<int> _next;
    private int _currentCount;
    private int _nextCount;
    private int _round;

    /// <summary>Starts at the beginning of a text.</summary>
    /// <param name="program">The program.</param>
    /// <param name="memory">Four numbers per step; needn't be cleared.</param>
    public OsRegexRun(ReadOnlySpan<OsRegexStep> program, Span<int> memory)
    {
        var size = program.Length;
        _program = program;
        _current = memory[..size];
        _next = memory.Slice(size, size);
        _pending = memory.Slice(2 * size, size);
        _seen = memory.Slice(3 * size, size);
        _seen.Clear();
        _round = 1;
    }

    /// <summary>Number of steps taken.</summary>
    public long Steps { get; private set; }

    /// <summary>Lets a match begin here; true once the pattern has matched.</summary>
    public bool Enter(bool atStart, bool atEnd) => Add(0, _current, ref _currentCount, atStart, atEnd);

    /// <summary>Consumes one character; true once the pattern has matched.</summary>
    public bool Consume(int character, bool atEnd)
    {
        _round++;
        _nextCount = 0;
        foreach (var index in _current[.._currentCount])
        {
            var step = _program[index];
            var consumes =
                step.Operation == OsRegexOperation.Character
                    ? step.Value == character
                    : OsRegexClasses.Contains((OsRegexClass)step.Value, character);
            Steps++;
            if (consumes && Add(index + 1, _next, ref _nextCount, atStart: false, atEnd))
            {
                return true;
            }
        }

        var previous = _current;
        _current = _next;
        _next = previous;
        _currentCount = _nextCount;
        return false;
    }

    /// <summary>Adds the consuming steps reachable from one without consuming.</summary>
    private bool Add(int index, Span<int> set, ref int count, bool atStart, bool atEnd)
    {
        var pendingCount = 0;
        Push(index, ref pendingCount);
        while (pendingCount > 0)
        {
            index = _pending[--pendingCount];
            var step = _program[index];
            Steps++;
            switch (step.Operation)
            {
                case OsRegexOperation.Match:
                    return true;
                case OsRegexOperation.Fork:
                    Push(index + step.Value, ref pendingCount);
                    Push(index + 1, ref pendingCount);
                    break;
                case OsRegexOperation.Jump:
                    Push(index + step.Value, ref pendingCount);
                    break;
                case OsRegexOperation.Start when atStart:
                case OsRegexOperation.End when atEnd:
                    Push(index + 1, ref pendingCount);
                    break;
                case OsRegexOperation.Character or OsRegexOperation.Class:
                    set[count++] = index;
                    break;
            }
        }

        return false;
    }

    private readonly void Push(int index, ref int pendingCount)
    {
        if (_seen[index] != _round)
        {
            _seen[index] = _round;
            _pending[pendingCount++] = index;
        }
    }
}
