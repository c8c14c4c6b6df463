namespace ActiveResponse.Guards.Network;

/// <summary>What this host needs to stay reachable, never older than allowed: interfaces come and go, leases are renewed.</summary>
/// <remarks>
/// It is read again behind the scenes when the system tells of a change, and when it is asked for after half of its age. An order waits for
/// a read only when it is the first in a long while, or comes right after a change.
/// </remarks>
internal sealed class HostNetworkCache(
    IHostNetworkReader reader,
    TimeProvider clock,
    TimeSpan maxAge,
    Func<Action, INetworkEvents?>? listen = null
) : IDisposable
{
    // While changes follow upon each other, what was read last is used.
    private const int MostReads = 3;
    private readonly Lock _gate = new();
    private volatile Snapshot? _current;
    private HostNetwork _last = HostNetwork.Unknown;
    private Task<HostNetwork>? _reading;
    private long _changes;
    private INetworkEvents? _events;
    private bool _listens;
    private bool _disposed;

    /// <summary>Called when something else is to be protected than before; not for the first read.</summary>
    public Action Renewed { get; set; } = static () => { };

    public ValueTask<HostNetwork> CurrentAsync(CancellationToken cancellationToken)
    {
        // What has changed before this order came must be known to it.
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

    /// <summary>Says that what was read may be wrong by now.</summary>
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
                Renewed();
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
