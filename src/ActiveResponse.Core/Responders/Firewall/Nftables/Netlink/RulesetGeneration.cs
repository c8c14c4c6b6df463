namespace ActiveResponse.Responders.Firewall.Nftables.Netlink;

/// <summary>The number of the latest change of any table, chain, rule or set of nftables. While it is the same, what was read is still
/// so.</summary>
/// <param name="open">Opens a socket to the kernel, which stays open.</param>
internal sealed class RulesetGeneration(NetlinkOpener open) : IDisposable
{
    private const int LongestReply = 4096;

    private readonly Lock _gate = new();
    private readonly NetlinkWriter _writer = new();
    private readonly byte[] _reply = new byte[LongestReply];
    private INetlinkSocket? _socket;
    private bool _isRefused;
    private uint _sequence;

    /// <summary>The number; null if the kernel doesn't say.</summary>
    public uint? Read()
    {
        lock (_gate)
        {
            var error = 0;
            if (_isRefused || (_socket ??= open(out error)) is not { } socket)
            {
                _isRefused |= NetlinkErrors.IsLasting(error);
                return null;
            }

            _writer.Clear();
            GenerationFormat.Ask(_writer, ++_sequence);
            if (socket.Send(_writer.Bytes) == 0 && Read(socket) is { } generation)
            {
                return generation;
            }

            // A reply that comes late would be taken for a later one. The next call opens another socket.
            Close();
            return null;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isRefused = true;
            Close();
        }
    }

    private void Close()
    {
        _socket?.Dispose();
        _socket = null;
    }

    private uint? Read(INetlinkSocket socket)
    {
        var length = socket.Receive(_reply, out var error);
        var messages = new NetlinkMessages(error == 0 && length <= LongestReply ? _reply.AsSpan(0, length) : default);
        return messages.MoveNext() && messages.Sequence == _sequence ? GenerationFormat.Read(messages.Type, messages.Payload) : null;
    }
}
