using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace ActiveResponse.Benchmarks.Compare;

/// <summary>One thread on one processor. All is measured in the time that this thread has had, so what others do meanwhile doesn't
/// count.</summary>
internal sealed unsafe partial class ReceivingProcessor(double seconds)
{
    /// <summary>Packets of the flood in a second of the processor.</summary>
    public const int Flood = 200_000;

    private const int Slices = 200;
    private const int AtOnce = 1_000;

    /// <summary>How many of these packets it receives in a second.</summary>
    public double Rate(LivePackets packets) =>
        Run(() =>
        {
            packets.Receive(AtOnce);
            var start = Time();
            for (var count = AtOnce; ; count += AtOnce)
            {
                packets.Receive(AtOnce);
                if (Time() - start is var passed && passed > seconds)
                {
                    return count / passed;
                }
            }
        });

    /// <summary>How many nanoseconds one takes that is only examined.</summary>
    public double Cost(LivePackets packets, int count) =>
        Run(() =>
        {
            packets.Examine(AtOnce);
            var start = Time();
            packets.Examine(count);
            return (Time() - start) * 1e9 / count;
        });

    /// <summary>How much a TCP connection through the same network stack has of it, sender and receiver together.</summary>
    /// <param name="flood">What it receives beside that, in turns; what takes longer than its turn leaves the connection less.</param>
    /// <returns>Megabytes in a second.</returns>
    public double Connection(LivePackets? flood) =>
        Run(() =>
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            using var sender = new TcpClient();
            sender.Connect((IPEndPoint)listener.LocalEndpoint);
            using var receiver = listener.AcceptTcpClient();
            var buffer = new byte[1 << 15];
            var (start, bytes) = (Time(), 0L);
            for (var slice = 1; Time() - start < 2 * seconds; slice++)
            {
                flood?.Receive(Flood / Slices);
                while (Time() - start < (double)slice / Slices)
                {
                    bytes += sender.Client.Send(buffer);
                    receiver.GetStream().ReadExactly(buffer);
                }
            }

            return bytes / (Time() - start) / 1e6;
        });

    private static double Run(Func<double> work)
    {
        var result = double.NaN;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            var last = 1UL << (Environment.ProcessorCount - 1);
            _ = SetAffinity(0, sizeof(ulong), &last);
            try
            {
                result = work();
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null ? result : throw new InvalidOperationException(failure.Message, failure);
    }

    private static double Time()
    {
        const int OfThread = 3;
        var time = stackalloc nint[2];
        return GetTime(OfThread, time) == 0 ? time[0] + (time[1] / 1e9) : throw new InvalidOperationException("no clock of the thread");
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, nint* time);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    private static partial int SetAffinity(int thread, nint length, ulong* processors);
}
