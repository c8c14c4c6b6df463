namespace ActiveResponse.Tool.Output;

/// <summary>Bytes that wait to be written, in parts: memory grows with what waits, and what was written is used again.</summary>
internal sealed class OutputParts
{
    /// <summary>The length of a part.</summary>
    public const int Length = 64 * 1024;

    // A megabyte: a burst of output fills and empties them many times.
    private const int MostSpare = 16;

    private readonly Queue<byte[]> _full = new();
    private readonly Stack<byte[]> _spare = new();
    private byte[] _last = [];
    private int _inLast;

    /// <summary>The number of bytes that wait.</summary>
    public int Count => (_full.Count * Length) + _inLast;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_inLast == _last.Length)
            {
                Begin();
            }

            var some = bytes[..Math.Min(bytes.Length, Length - _inLast)];
            some.CopyTo(_last.AsSpan(_inLast));
            _inLast += some.Length;
            bytes = bytes[some.Length..];
        }
    }

    /// <summary>Takes the oldest part; empty if nothing waits. <see cref="Return"/> it afterwards.</summary>
    public ArraySegment<byte> Take()
    {
        if (_full.TryDequeue(out var full))
        {
            return full;
        }

        var part = new ArraySegment<byte>(_last, 0, _inLast);
        (_last, _inLast) = ([], 0);
        return part;
    }

    public void Return(ArraySegment<byte> part)
    {
        if (part.Array is { Length: Length } array && _spare.Count < MostSpare)
        {
            _spare.Push(array);
        }
    }

    private void Begin()
    {
        if (_inLast > 0)
        {
            _full.Enqueue(_last);
        }

        (_last, _inLast) = (_spare.TryPop(out var spare) ? spare : new byte[Length], 0);
    }
}
