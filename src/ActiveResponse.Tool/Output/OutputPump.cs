namespace ActiveResponse.Tool.Output;

/// <summary>Output on its way to a descriptor: a thread of its own writes it, so neither a stopped reader nor a full disk blocks
/// anyone.</summary>
/// <remarks>A line is written completely or not at all, unless the descriptor fails midway.</remarks>
/// <param name="output">The target. Errors are reported, and the output is lost.</param>
/// <param name="limits">The buffer size and the waiting times.</param>
/// <param name="notify">Receives each error once.</param>
internal sealed class OutputPump(Stream output, OutputLimits limits, Action<string>? notify) : WriteOnlyStream
{
    private readonly object _gate = new();
    private readonly OutputParts _waiting = new();
    private int _left;
    private long _written;
    private long _lost;
    private bool _started;
    private bool _isStuck;
    private bool _givesUp;
    private bool _isNotifying;
    private bool _isInLine;
    private bool _dropsLine;

    /// <summary>The other stream, whose earlier lines are written first.</summary>
    public OutputPump? Other { get; set; }

    /// <summary>Whether the last write failed.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Whether a stopped reader blocks writers: true for queries, false for a service, whose work goes on.</summary>
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

            _waiting.Add(buffer);
            Monitor.PulseAll(_gate);
        }
    }

    public override void Flush()
    {
        // The thread does it.
    }

    /// <summary>Stops waiting for readers from now on.</summary>
    public void GiveUp()
    {
        lock (_gate)
        {
            _givesUp = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits until everything is written, and what was lost is reported.</summary>
    /// <param name="atMost">The limit once readers aren't waited for; until then there is none.</param>
    public void Finish(TimeSpan atMost)
    {
        var deadline = TimeSpan.MaxValue;
        lock (_gate)
        {
            while ((Unwritten > 0 || _isNotifying) && deadline > TimeSpan.Zero)
            {
                var began = TimeProvider.System.GetTimestamp();
                deadline = _givesUp && deadline == TimeSpan.MaxValue ? atMost : deadline;
                Monitor.Wait(_gate, deadline == TimeSpan.MaxValue ? Timeout.InfiniteTimeSpan : deadline);
                deadline = deadline == TimeSpan.MaxValue ? deadline : deadline - TimeProvider.System.GetElapsedTime(began);
            }
        }
    }

    private int Unwritten => _waiting.Count + _left;

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
                notify?.Invoke("isn't read: output is lost until it is");
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
            ArraySegment<byte> part;
            lock (_gate)
            {
                while (_waiting.Count == 0)
                {
                    Monitor.Wait(_gate);
                }

                part = _waiting.Take();
                _left = part.Count;
            }

            Account(part, Try(part));
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

    private void Account(ArraySegment<byte> part, string? problem)
    {
        string? news;
        lock (_gate)
        {
            news = problem switch
            {
                not null => HasFailed ? null : $"can't be written ({problem}): output is lost",
                null when HasFailed => "can be written again: the output in between is lost",
                null when _lost > 0 && _isStuck => $"is read again: {_lost} lines were lost",
                _ => null,
            };
            HasFailed = problem is not null;
            _lost = news is null ? _lost : 0;
            _written += part.Count;
            _left = 0;
            _waiting.Return(part);
            _isStuck = false;
            _isNotifying = news is not null;
            Monitor.PulseAll(_gate);
        }

        if (news is not null)
        {
            Notify(news);
        }
    }

    private void Notify(string news)
    {
        try
        {
            notify?.Invoke(news);
        }
        finally
        {
            lock (_gate)
            {
                _isNotifying = false;
                Monitor.PulseAll(_gate);
            }
        }
    }
}
