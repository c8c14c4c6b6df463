namespace ActiveResponse.Ossec.AsScript;

/// <summary>Reads lines of the stock programs' maximum length: a longer line is split, and its rest is the next line.</summary>
internal sealed class InputLines(Stream input)
{
    /// <summary>The maximum length of a line with its line feed, in bytes.</summary>
    public const int Longest = 65_535;

    private readonly byte[] _buffer = new byte[Longest];
    private int _start;
    private int _end;
    private bool _hasEnded;

    /// <summary>The next line, with its line feed if it has one; null at the end.</summary>
    public async ValueTask<byte[]?> ReadAsync(CancellationToken cancellationToken)
    {
        var seen = 0;
        while (true)
        {
            var feed = _buffer.AsSpan(_start + seen, _end - _start - seen).IndexOf((byte)'\n');
            if (feed >= 0)
            {
                return Take(seen + feed + 1);
            }

            seen = _end - _start;
            if (seen == Longest || _hasEnded)
            {
                return seen == 0 ? null : Take(seen);
            }

            if (_start > 0)
            {
                _buffer.AsSpan(_start, seen).CopyTo(_buffer);
                (_start, _end) = (0, seen);
            }

            var read = await input.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            _hasEnded = read == 0;
            _end += read;
        }
    }

    private byte[] Take(int count)
    {
        var line = _buffer.AsSpan(_start, count).ToArray();
        _start += count;
        return line;
    }
}
