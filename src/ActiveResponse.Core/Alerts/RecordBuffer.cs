namespace ActiveResponse.Alerts;

/// <summary>Bytes of a stream from the start of the current record; grows with the longest record, never shrinks.</summary>
internal sealed class RecordBuffer(int readSize)
{
    private byte[] _bytes = new byte[readSize];
    private long _offset;

    /// <summary>First byte of the current record.</summary>
    public int Start { get; set; }

    /// <summary>First byte of the current line.</summary>
    public int LineStart { get; set; }

    /// <summary>Index before which the current line has no newline.</summary>
    public int Scanned { get; set; }

    /// <summary>Index after the last byte.</summary>
    public int End { get; private set; }

    public ReadOnlySpan<byte> Span(int from, int to) => _bytes.AsSpan(from, to - from);

    public ReadOnlyMemory<byte> Memory(int from, int to) => _bytes.AsMemory(from, to - from);

    /// <summary>Returns the first index from here on that isn't NUL.</summary>
    public int AfterNuls(int index) => _bytes.AsSpan(index, End - index).IndexOfAnyExcept((byte)0) is var run and >= 0 ? index + run : End;

    public long OffsetOf(int index) => _offset + index;

    /// <summary>Returns space for the next bytes; invalidates what was returned before.</summary>
    public Memory<byte> Room()
    {
        if (Start > 0)
        {
            _bytes.AsSpan(Start, End - Start).CopyTo(_bytes);
            _offset += Start;
            LineStart -= Start;
            Scanned -= Start;
            End -= Start;
            Start = 0;
        }

        Reserve(1);
        return _bytes.AsMemory(End, Math.Min(readSize, _bytes.Length - End));
    }

    /// <summary>Adds bytes written to that space.</summary>
    public void Add(int count) => End += count;

    public void Append(byte value)
    {
        Reserve(1);
        _bytes[End++] = value;
    }

    /// <summary>Drops everything and continues at another offset.</summary>
    public void Restart(long offset)
    {
        Start = LineStart = Scanned = End = 0;
        _offset = offset;
    }

    private void Reserve(int more)
    {
        if (_bytes.Length - End < more)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, End + more));
        }
    }
}
