namespace ActiveResponse.Alerts;

/// <summary>The bytes of a stream from the start of the record being put together; grows with the longest record, never shrinks.</summary>
internal sealed class RecordBuffer(int readSize)
{
    private byte[] _bytes = new byte[readSize];
    private long _offset;

    /// <summary>The first byte of the record being put together.</summary>
    public int Start { get; set; }

    /// <summary>The first byte of the line being read.</summary>
    public int LineStart { get; set; }

    /// <summary>There is no newline in this line before here.</summary>
    public int Scanned { get; set; }

    /// <summary>After the last byte there is.</summary>
    public int End { get; private set; }

    public ReadOnlySpan<byte> Span(int from, int to) => _bytes.AsSpan(from, to - from);

    public ReadOnlyMemory<byte> Memory(int from, int to) => _bytes.AsMemory(from, to - from);

    /// <summary>The first byte from an index on that is no NUL.</summary>
    public int AfterNuls(int index) => _bytes.AsSpan(index, End - index).IndexOfAnyExcept((byte)0) is var run and >= 0 ? index + run : End;

    public long OffsetOf(int index) => _offset + index;

    /// <summary>Room for the next bytes; what was given out before is no longer good.</summary>
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

    /// <summary>Takes note of bytes put into the room.</summary>
    public void Add(int count) => End += count;

    public void Append(byte value)
    {
        Reserve(1);
        _bytes[End++] = value;
    }

    /// <summary>Drops everything and goes on at another offset.</summary>
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
