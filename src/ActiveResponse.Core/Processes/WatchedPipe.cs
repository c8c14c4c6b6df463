using System.Runtime.InteropServices;
using System.Threading.Tasks.Sources;

namespace ActiveResponse.Processes;

/// <summary>Our end of a child's output. Readers continue on the watch's thread whenever data arrives.</summary>
/// <remarks>One read at a time, and one per notification: a child that floods its output takes turns with the others.</remarks>
internal sealed unsafe class WatchedPipe : Stream, IWatched, IValueTaskSource<int>
{
    private readonly Lock _gate = new();
    private readonly ChildWatch _watch;
    private readonly int _descriptor;
    private readonly long _number;
    private ManualResetValueTaskSourceCore<int> _source;
    private CancellationToken _token;
    private CancellationTokenRegistration _registration;
    private Memory<byte> _buffer;
    private bool _armed = true;
    private bool _ready;
    private bool _pending;
    private bool _closed;

    private WatchedPipe(int descriptor, ChildWatch watch)
    {
        _descriptor = descriptor;
        _watch = watch;
        lock (_gate)
        {
            // Nobody else reads it, so available data stays; even so, no read may ever block.
            _number = Libc.SetFlags(descriptor, Libc.SetFlagsCommand, Libc.NonBlocking) == 0 ? watch.Add(descriptor, this) : 0;
        }
    }

    /// <summary>Takes over a descriptor; returns null, without taking it, if it can't be watched.</summary>
    public static WatchedPipe? TryOpen(int descriptor, ChildWatch watch)
    {
        var pipe = new WatchedPipe(descriptor, watch);
        return pipe._number != 0 ? pipe : null;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken != _token)
        {
            // One registration for all reads, which share the token.
            _registration.Unregister();
            _token = cancellationToken;
            _registration = cancellationToken.UnsafeRegister(static pipe => ((WatchedPipe)pipe!).Cancel(), this);
        }

        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (_ready)
            {
                _ready = false;
                var count = Take(buffer.Span);
                if (count >= 0)
                {
                    return new ValueTask<int>(count);
                }
            }

            // If the token fires from here on, it finds a read to end.
            cancellationToken.ThrowIfCancellationRequested();
            _source.Reset();
            _buffer = buffer;
            _pending = true;
            Arm();
            return new ValueTask<int>(this, _source.Version);
        }
    }

    public void Ready()
    {
        int count;
        lock (_gate)
        {
            _armed = false;
            if (_closed || !_pending)
            {
                _ready = true;
                return;
            }

            count = Take(_buffer.Span);
            if (count < 0)
            {
                Arm();
                return;
            }

            _pending = false;
        }

        _source.SetResult(count);
    }

    public int GetResult(short token) => _source.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _source.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Flush() { }

    protected override void Dispose(bool disposing)
    {
        bool wasPending;
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            wasPending = _pending;
            _pending = false;
            _watch.Remove(_number, _descriptor);
            _ = Libc.Close(_descriptor);
        }

        _registration.Unregister();
        if (wasPending)
        {
            _source.SetException(new ObjectDisposedException(nameof(WatchedPipe)));
        }

        base.Dispose(disposing);
    }

    private void Cancel()
    {
        lock (_gate)
        {
            if (!_pending)
            {
                return;
            }

            _pending = false;
        }

        _source.SetException(new OperationCanceledException(_token));
    }

    private void Arm()
    {
        if (!_armed)
        {
            _armed = true;
            _watch.Arm(_number, _descriptor);
        }
    }

    /// <summary>Reads what is available; negative if nothing is. A broken pipe ends like any other.</summary>
    private int Take(Span<byte> buffer)
    {
        fixed (byte* bytes = buffer)
        {
            nint count;
            while ((count = Libc.Read(_descriptor, bytes, buffer.Length)) < 0 && Marshal.GetLastPInvokeError() == Libc.Interrupted)
            {
                // Interrupted by a signal.
            }

            return count < 0 && Marshal.GetLastPInvokeError() != Libc.TryAgain ? 0 : (int)count;
        }
    }
}
