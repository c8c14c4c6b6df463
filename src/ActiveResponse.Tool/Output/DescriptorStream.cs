using System.Runtime.InteropServices;

namespace ActiveResponse.Tool.Output;

/// <summary>Writes to a Unix file descriptor. The console's own stream locks <see cref="Console.Out"/> while it waits for a reader, and so
/// blocks everyone who prints.</summary>
/// <param name="descriptor">Its number.</param>
internal sealed partial class DescriptorStream(int descriptor) : WriteOnlyStream
{
    private const int Interrupted = 4;
    private const int BrokenPipe = 32;
    private const short CanBeWritten = 4;

    // 11 on Linux, 35 on the BSDs and macOS.
    private static int WouldBlock => OperatingSystem.IsLinux() ? 11 : 35;

    /// <exception cref="IOException">It can't be written; the message is the system's.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var written = Write(descriptor, buffer, (nuint)buffer.Length);
            if (written >= 0)
            {
                buffer = buffer[(int)written..];
                continue;
            }

            var error = Marshal.GetLastPInvokeError();
            if (error == BrokenPipe)
            {
                // The reader has closed its end.
                return;
            }

            if (error == WouldBlock)
            {
                var poll = new PollRequest { Descriptor = descriptor, Events = CanBeWritten };
                _ = Poll(ref poll, 1, -1);
            }
            else if (error != Interrupted)
            {
                throw new IOException(Marshal.GetPInvokeErrorMessage(error));
            }
        }
    }

    public override void Flush()
    {
        // Nothing is buffered.
    }

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int descriptor, ReadOnlySpan<byte> bytes, nuint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollRequest request, nuint count, int timeout);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollRequest
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
