using System.Diagnostics;
using ActiveResponse.Responders.Firewall.Nftables.Netlink;

namespace ActiveResponse.Benchmarks.Engine;

/// <summary>A socket that says when the kernel has acknowledged, and how long it took.</summary>
internal sealed class TimedSocket(INetlinkSocket inner) : INetlinkSocket
{
    private long _sentAt;

    public int Sent { get; private set; }

    /// <summary>When the last answer came.</summary>
    public long AnsweredAt { get; private set; }

    /// <summary>The time between sending and the end of the answers, in all.</summary>
    public TimeSpan InKernel { get; private set; }

    public AutoResetEvent Answered { get; } = new(false);

    public int LargestMessage => inner.LargestMessage;

    public int Send(ReadOnlySpan<byte> bytes)
    {
        Sent++;
        _sentAt = Stopwatch.GetTimestamp();
        return inner.Send(bytes);
    }

    public int Receive(Span<byte> buffer, out int error)
    {
        var length = inner.Receive(buffer, out error);
        if (error == 0)
        {
            AnsweredAt = Stopwatch.GetTimestamp();
            if (_sentAt != 0)
            {
                // Whoever has the acknowledgement asks for no more.
                InKernel += Stopwatch.GetElapsedTime(_sentAt, AnsweredAt);
                _sentAt = AnsweredAt;
            }

            Answered.Set();
        }
        else
        {
            _sentAt = 0;
        }

        return length;
    }

    public void Reset()
    {
        (Sent, InKernel) = (0, TimeSpan.Zero);
        Answered.Reset();
    }

    public void Dispose()
    {
        inner.Dispose();
        Answered.Dispose();
    }
}
