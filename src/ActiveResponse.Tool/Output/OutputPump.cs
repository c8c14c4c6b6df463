using System.Buffers;

namespace ActiveResponse.Tool.Output;

/// <summary>What is printed, on its way to a descriptor: a thread of its own writes it, so that a reader who stops reading and a full disk
/// hold up nobody.</summary>
/// <remarks>A line comes out whole or not at all, unless the descriptor fails in the midst of it.</remarks>
/// <param name="output">Where it goes. Errors are told, and what was meant for it is lost.</param>
/// <param name="limits">How much waits for a slow reader, and how long.</param>
/// <param name="tell">Is told what is wrong, once each time.</param>
internal sealed class OutputPump(Stream output, OutputLimits limits, Action<string>? tell) : WriteOnlyStream
{
    private const int MostAtOnce = 64 * 1024;
    private const int MostKept = 1024 * 1024;

    private readonly object _gate = new();
    private ArrayBufferWriter<byte> _waiting = new();
    private ArrayBufferWriter<byte> _underWay = new();
    private int _left;
    private long _written;
    private long _lost;
    private bool _started;
    private bool _isStuck;
    private bool _givesUp;
    private bool _isInLine;
    private bool _dropsLine;

    /// <summary>The other stream, whose lines come first where they were printed first.</summary>
    public OutputPump? Other { get; set; }

    /// <summary>Whether the last attempt to write failed.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Whether a reader who stops holds up who prints: yes for an answer, no for a service, whose work goes on.</summary>
    public bool WaitsForReader { get; set; } = true;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return;
        }

        Other?.Settle();
        lock (_gate)
        {
            Start();
            _dropsLine = _isInLine ? _dropsLine : !HasRoom(buffer.Length);
            _isInLine = buffer[^1] != (byte)'\n';
            if (_dropsLine)
            {
                _lost += buffer.Count((byte)'\n');
                return;
            }

            _waiting.Write(buffer);
            Monitor.PulseAll(_gate);
        }
    }

    public override void Flush()
    {
        // The thread does it.
    }

    /// <summary>From now on nobody waits for a reader.</summary>
    public void GiveUp()
    {
        lock (_gate)
        {
            _givesUp = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits until everything is written.</summary>
    /// <param name="atMost">How long once nobody waits for a reader any more; until then it takes as long as it takes.</param>
    public void Finish(TimeSpan atMost)
    {
        var deadline = TimeSpan.MaxValue;
        lock (_gate)
        {
            while (Unwritten > 0 && deadline > TimeSpan.Zero)
            {
                var began = TimeProvider.System.GetTimestamp();
                deadline = _givesUp && deadline == TimeSpan.MaxValue ? atMost : deadline;
                Monitor.Wait(_gate, deadline == TimeSpan.MaxValue ? Timeout.InfiniteTimeSpan : deadline);
                deadline = deadline == TimeSpan.MaxValue ? deadline : deadline - TimeProvider.System.GetElapsedTime(began);
            }
        }
    }

    private int Unwritten => _waiting.WrittenCount + _left;

    private void Settle()
    {
        lock (_gate)
        {
            if (Unwritten > 0 && !_isStuck && !_givesUp)
            {
                Monitor.Wait(_gate, limits.Settle);
            }
        }
    }

    private bool HasRoom(int length)
    {
        while (Unwritten > 0 && Unwritten + length > limits.MostWaiting)
        {
            if (_givesUp || _isStuck)
            {
                return false;
            }

            var before = _written;
            if (!Monitor.Wait(_gate, limits.Patience) && before == _written && !WaitsForReader)
            {
                _isStuck = true;
                tell?.Invoke("isn't read: what is printed there is lost until it is");
            }
        }

        return true;
    }

    private void Start()
    {
        if (!_started)
        {
            _started = true;
            new Thread(Pump) { IsBackground = true, Name = "output" }.Start();
        }
    }

    private void Pump()
    {
        while (true)
        {
            lock (_gate)
            {
                while (_waiting.WrittenCount == 0)
                {
                    Monitor.Wait(_gate);
                }

                _underWay = _underWay.Capacity > MostKept ? new ArrayBufferWriter<byte>() : _underWay;
                _underWay.ResetWrittenCount();
                (_waiting, _underWay) = (_underWay, _waiting);
                _left = _underWay.WrittenCount;
            }

            for (var all = _underWay.WrittenMemory; !all.IsEmpty; all = all[Math.Min(all.Length, MostAtOnce)..])
            {
                var part = all[..Math.Min(all.Length, MostAtOnce)];
                Account(part.Length, Try(part.Span));
            }
        }
    }

    private string? Try(ReadOnlySpan<byte> bytes)
    {
        try
        {
            output.Write(bytes);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException or NotSupportedException)
        {
            return ToolText.OneLine(e.Message);
        }
    }

    private void Account(int count, string? problem)
    {
        string? news;
        lock (_gate)
        {
            news = problem switch
            {
                not null => HasFailed ? null : $"can't be written ({problem}): what is printed there is lost",
                null when HasFailed => "can be written again: what was printed there meanwhile is lost",
                null when _lost > 0 && _isStuck => $"is read again: {_lost} lines are lost",
                _ => null,
            };
            HasFailed = problem is not null;
            _lost = news is null ? _lost : 0;
            _written += count;
            _left -= count;
            _isStuck = false;
            Monitor.PulseAll(_gate);
        }

        if (news is not null)
        {
            tell?.Invoke(news);
        }
    }
}
