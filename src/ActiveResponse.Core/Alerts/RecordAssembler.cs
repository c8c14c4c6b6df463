namespace ActiveResponse.Alerts;

/// <summary>
/// Splits bytes into records, however they arrive: a line is a record, unless it begins an <c>alerts.log</c> block, which ends at a blank
/// line. A line in a block's log text never begins another alert, whatever it looks like: anybody may have written it. If log text can't be
/// told from what follows it, the latter is refused. NULs, which a power cut leaves in a file, end a line.
/// </summary>
internal sealed class RecordAssembler
{
    private readonly int _maxLength;
    private readonly AlertStreamStatistics _statistics;
    private readonly RecordBuffer _buffer;
    private readonly BlockNumbers _numbers = new();
    private State _state;
    private long _line;
    private long _recordLine;
    private long _sealedAt = long.MaxValue;
    private byte[]? _excerpt;
    private bool _lineDropped;
    private bool _skipLine;
    private bool _isLog;

    public RecordAssembler(AlertStreamOptions options, AlertStreamStatistics statistics)
    {
        _maxLength = options.MaxRecordLength;
        _statistics = statistics;
        _buffer = new RecordBuffer(options.ReadSize);
    }

    private enum State
    {
        /// <summary>Outside blocks.</summary>
        Lines,

        /// <summary>In a block, before its rule.</summary>
        BlockHead,

        /// <summary>In a block, after its rule.</summary>
        BlockLog,

        /// <summary>After a block, where Wazuh writes file changes; also where reading began in the middle of a file.</summary>
        BlockTail,
    }

    /// <summary>File the records come from, if any.</summary>
    public FollowedFile? File { get; set; }

    /// <summary>Returns space for the next bytes; invalidates records taken before.</summary>
    public Memory<byte> Room() => _buffer.Room();

    /// <summary>Adds bytes written to that space.</summary>
    public void Add(int count) => _buffer.Add(count);

    /// <summary>Restarts at an offset; drops what is unfinished.</summary>
    /// <param name="offset">Offset of the next byte.</param>
    /// <param name="skipLine">Whether to skip the rest of a line that began before it.</param>
    public void Restart(long offset, bool skipLine)
    {
        _buffer.Restart(offset);
        _state = offset == 0 ? State.Lines : State.BlockTail;
        _line = 0;
        _sealedAt = long.MaxValue;
        _excerpt = null;
        _lineDropped = false;
        _skipLine = skipLine;
        _isLog = File is not null && LogBlock.IsHeader(File.Head);
        _numbers.Restart(File is null ? default : File.Head);
    }

    /// <summary>Signals the end of input, which completes what is unfinished.</summary>
    public void Seal()
    {
        _sealedAt = _buffer.OffsetOf(_buffer.End);
        _buffer.Append((byte)'\n');
        _buffer.Append((byte)'\n');
    }

    /// <summary>Takes the next whole record, if any.</summary>
    public bool TryTake(out AlertRecord record)
    {
        while (true)
        {
            var newline = _buffer.Span(_buffer.Scanned, _buffer.End).IndexOfAny((byte)'\n', (byte)0);
            var lineEnd = newline < 0 ? _buffer.End : _buffer.Scanned + newline;
            var line = _buffer.Span(_buffer.LineStart, lineEnd);
            if (_state == State.BlockHead && CutsBlock(line, whole: newline >= 0))
            {
                record = TakeBlock(endOffset: _buffer.LineStart);
                _state = State.Lines;
                return true;
            }

            if (newline < 0)
            {
                _buffer.Scanned = lineEnd;
                DropWhatIsTooLong(line);
                record = default;
                return false;
            }

            if (TryEndLine(line, lineEnd, out record))
            {
                return true;
            }
        }
    }

    private bool TryEndLine(ReadOnlySpan<byte> line, int lineEnd, out AlertRecord record)
    {
        var blank = !_lineDropped && AlertLine.IsBlank(line);
        var isTorn = _buffer.Span(lineEnd, lineEnd + 1)[0] == 0;
        if (!isTorn && (_buffer.OffsetOf(_buffer.LineStart) < _sealedAt || _lineDropped))
        {
            _line++;
            _statistics.CountLines(1);
        }

        record = default;
        var taken = _state switch
        {
            State.BlockHead or State.BlockLog => TryEndBlockLine(line, lineEnd, blank || isTorn, out record),
            _ => TryEndPlainLine(line, lineEnd, blank, out record),
        };
        _lineDropped = false;
        _skipLine = false;
        _buffer.LineStart = _buffer.Scanned = isTorn ? _buffer.AfterNuls(lineEnd) : lineEnd + 1;
        if (taken || _state is State.Lines or State.BlockTail)
        {
            _buffer.Start = _buffer.LineStart;
            _excerpt = null;
        }

        return taken;
    }

    // Long: each way a line can end, in the order they are distinguished.
    private bool TryEndPlainLine(ReadOnlySpan<byte> line, int lineEnd, bool blank, out AlertRecord record)
    {
        record = default;
        if (_skipLine || (blank && _excerpt is null))
        {
            return false;
        }

        _recordLine = _line;
        var tooLong = _excerpt is not null || line.Length > _maxLength;
        if (!tooLong && LogBlock.IsHeader(line.StartsWith("\uFEFF"u8) ? line[3..] : line))
        {
            if (!_numbers.Takes(line.StartsWith("\uFEFF"u8) ? line[3..] : line, _buffer.OffsetOf(_buffer.LineStart)))
            {
                return Refuse(lineEnd, out record);
            }

            _state = State.BlockHead;
            return false;
        }

        if (_state == State.BlockTail && !AlertLine.IsCandidate(_excerpt ?? line))
        {
            return false;
        }

        if (_isLog)
        {
            return Refuse(lineEnd, out record);
        }

        _state = State.Lines;
        record = Take(lineEnd, lineEnd + 1);
        return true;
    }

    // It may belong to the log text of the previous block, which can have empty lines.
    private bool Refuse(int lineEnd, out AlertRecord record)
    {
        _state = State.BlockTail;
        record = Take(lineEnd, lineEnd + 1) with { Error = new AlertError(AlertErrorCause.MayBeLogText, 0) };
        return true;
    }

    private bool TryEndBlockLine(ReadOnlySpan<byte> line, int lineEnd, bool blank, out AlertRecord record)
    {
        record = default;
        if (blank)
        {
            record = TakeBlock(lineEnd + 1);
            _state = State.BlockTail;
            return true;
        }

        if (_state == State.BlockHead && line.StartsWith("Rule: "u8))
        {
            _state = State.BlockLog;
            _isLog = true;
        }

        if (_excerpt is not null || lineEnd - _buffer.Start > _maxLength)
        {
            KeepExcerpt();
            _buffer.Start = lineEnd + 1;
        }

        return false;
    }

    // Before its rule a block contains nothing that others wrote, so the next line shows whether it was cut short there.
    private bool CutsBlock(ReadOnlySpan<byte> line, bool whole) =>
        line.StartsWith("{"u8) || line.Length > _maxLength || (whole && LogBlock.IsHeader(line));

    // An incomplete line is dropped only if it can't be anything but part of a record that is too long.
    private void DropWhatIsTooLong(ReadOnlySpan<byte> line)
    {
        var outside = _state is State.Lines or State.BlockTail;
        if (_skipLine || (outside && (_excerpt is not null || line.Length > _maxLength)))
        {
            KeepExcerpt();
            DropLine();
        }
        else if (_state == State.BlockLog && !AlertLine.IsBlank(line) && (_excerpt is not null || _buffer.End - _buffer.Start > _maxLength))
        {
            KeepExcerpt();
            DropLine();
        }
    }

    private void DropLine()
    {
        _lineDropped = true;
        _buffer.Start = _buffer.LineStart = _buffer.Scanned = _buffer.End;
    }

    private void KeepExcerpt() =>
        _excerpt ??= _buffer
            .Span(_buffer.Start, _buffer.Start + Math.Min(_maxLength, Math.Min(512, _buffer.End - _buffer.Start)))
            .ToArray();

    // A block is taken once the line after it is known, so its last newline precedes that line.
    private AlertRecord TakeBlock(int endOffset)
    {
        var record = Take(Math.Max(_buffer.Start, _buffer.LineStart - 1), endOffset);
        _buffer.Start = _buffer.LineStart;
        _excerpt = null;
        return record;
    }

    private AlertRecord Take(int to, int endOffset)
    {
        if (to - _buffer.Start > _maxLength)
        {
            KeepExcerpt();
        }

        return new AlertRecord
        {
            Bytes = _excerpt ?? _buffer.Memory(_buffer.Start, to),
            Error = _excerpt is null ? null : new AlertError(AlertErrorCause.TooLong, _maxLength),
            Line = _recordLine,
            EndOffset = Math.Min(_buffer.OffsetOf(endOffset), _sealedAt),
            File = File,
        };
    }
}
