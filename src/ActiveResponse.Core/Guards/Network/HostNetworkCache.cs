namespace ActiveResponse.Guards.Network;

/// <summary>Caches the addresses this host needs, up to a maximum age: interfaces come and go, leases are renewed.</summary>
/// <remarks>
/// Refreshes in the background when the system reports a change, or when read after half its age. An order waits for a read only if it is
/// the first in a long while or comes right after a change.
/// </remarks>
/// <param name="reader">Reads the addresses.</param>
/// <param name="clock">The clock.</param>
/// <param name="maxAge">Maximum age.</param>
/// <param name="listen">Listens for changes of the system; null for the real one.</param>
/// <param name="changed">Called when the protected addresses change, not for the first read; null for nobody.</param>
internal sealed class HostNetworkCache(
    IHostNetworkReader reader,
    TimeProvider clock,
    TimeSpan maxAge,
    Func<Action, INetworkEvents?>? listen = null,
    Action? changed = null
) : IDisposable
{
    // While changes keep coming, the last result is used.
    private const int MostReads = 3;
    private readonly Lock _gate = new();
    private volatile Snapshot? _current;
    private HostNetwork _last = HostNetwork.Unknown;
    private Task<HostNetwork>? _reading;
    private long _changes;
    private INetworkEvents? _events;
    private bool _listens;
    private bool _disposed;

    public ValueTask<HostNetwork> CurrentAsync(CancellationToken cancellationToken)
    {
        // This order must see changes that precede it.
        if (_events?.HaveCome() == true)
        {
            Changed();
        }

        if (_current is { } current && clock.GetElapsedTime(current.ReadAt) is var age && age < maxAge)
        {
            if (age >= maxAge / 2)
            {
                _ = RefreshAsync();
            }

            return ValueTask.FromResult(current.Network);
        }

        return new ValueTask<HostNetwork>(RefreshAsync().WaitAsync(cancellationToken));
    }

    /// <summary>Invalidates the cached state.</summary>
    public void Changed()
    {
        lock (_gate)
        {
            _changes++;
            _current = null;
        }

        _ = RefreshAsync();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _events?.Dispose();
            _events = null;
        }
    }

    private Task<HostNetwork> RefreshAsync()
    {
        lock (_gate)
        {
            Listen();
            return _reading is { IsCompleted: false } ? _reading : _reading = Task.Run(Read);
        }
    }

    private HostNetwork Read()
    {
        for (var reads = 1; ; reads++)
        {
            var changes = Interlocked.Read(ref _changes);
            var readAt = clock.GetTimestamp();
            var network = reader.Read(_last);
            var isRenewed = false;
            lock (_gate)
            {
                isRenewed = _last != HostNetwork.Unknown && !network.ProtectsTheSame(_last);
                _last = network;
                if (changes == _changes || reads == MostReads)
                {
                    _current = new Snapshot(network, readAt);
                }
                else
                {
                    network = null;
                }
            }

            if (isRenewed)
            {
                changed?.Invoke();
            }

            if (network is not null)
            {
                return network;
            }
        }
    }

    private void Listen()
    {
        if (_listens || _disposed)
        {
            return;
        }

        _listens = true;
        _events = (listen ?? NetworkEvents.Listen)(Changed);
    }

    private sealed record Snapshot(HostNetwork Network, long ReadAt);
}
