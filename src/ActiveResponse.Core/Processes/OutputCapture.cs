namespace ActiveResponse.Processes;

/// <summary>Reads one output of a program to its end, keeps the first bytes, and serves them as lines while it grows.</summary>
internal sealed class OutputCapture(Stream source, int cap)
{
    private readonly Lock _gate = new();
    private readonly MemoryStream _kept = new();
    private TaskCompletionSource _changed = NewSignal();
    private int _lineStart;
    private bool _ended;

    /// <summary>Copy of the bytes kept so far.</summary>
    public ReadOnlyMemory<byte> Captured
    {
        get
        {
            lock (_gate)
            {
                return _kept.ToArray();
            }
        }
    }

    public bool IsTruncated { get; private set; }

    /// <summary>Reads until the output ends or the token fires; never throws.</summary>
    public async Task PumpAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[8192];
        try
        {
            int count;
            while ((count = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                Keep(buffer.AsSpan(0, count));
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // A broken or abandoned pipe ends like any other.
        }
        finally
        {
            lock (_gate)
            {
                _ended = true;
                _changed.TrySetResult();
            }
        }
    }

    /// <summary>Returns the next line if available; else null, and a task that completes when it makes sense to retry.</summary>
    // Long: one case per state of the output, all under one lock.
    public ConversationLine? TakeLine(int maxBytes, out Task changed)
    {
        lock (_gate)
        {
            var rest = _kept.GetBuffer().AsSpan(_lineStart, (int)_kept.Length - _lineStart);
            var end = rest.IndexOf((byte)'\n');
            changed = Task.CompletedTask;
            if (end < 0 && rest.Length <= maxBytes && !IsTruncated && !_ended)
            {
                if (_changed.Task.IsCompleted)
                {
                    _changed = NewSignal();
                }

                changed = _changed.Task;
                return null;
            }

            var length = end < 0 ? rest.Length : end;
            if (length > maxBytes || (end < 0 && IsTruncated))
            {
                return new ConversationLine(LineStatus.TooLong, default);
            }

            if (end < 0 && length == 0)
            {
                return new ConversationLine(LineStatus.EndOfOutput, default);
            }

            _lineStart += end < 0 ? length : length + 1;
            return ConversationLine.Of(rest[..length].ToArray());
        }
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            var room = Math.Max(0, cap - (int)_kept.Length);
            IsTruncated |= bytes.Length > room;
            _kept.Write(bytes[..Math.Min(room, bytes.Length)]);
            _changed.TrySetResult();
        }
    }

    // Asynchronous, or continuations would run under the lock.
    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
