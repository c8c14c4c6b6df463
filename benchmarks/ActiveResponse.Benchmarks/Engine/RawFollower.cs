using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace ActiveResponse.Benchmarks.Engine;

/// <summary>The shortest way from a line to the kernel: inotify, a search for the address, one message. No rules, no allow list, no record,
/// no end.</summary>
internal sealed unsafe partial class RawFollower : IDisposable
{
    private const uint Modified = 2;

    private readonly int _watch = Init(0x80000);
    private readonly FileStream _file;
    private readonly RawNetlink _raw;
    private readonly Thread _thread;
    private volatile bool _ends;

    public RawFollower(string path, RawNetlink raw)
    {
        (_raw, _file) = (raw, new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1));
        _ = AddWatch(_watch, path, Modified);
        _thread = new Thread(Follow) { IsBackground = true };
        _thread.Start();
    }

    public long AnsweredAt { get; private set; }

    public AutoResetEvent Answered { get; } = new(false);

    public void Dispose()
    {
        _ends = true;
        _file.Dispose();
        Answered.Dispose();
    }

    private void Follow()
    {
        var events = stackalloc byte[4096];
        var lines = new byte[64 * 1024];
        while (!_ends && Read(_watch, events, 4096) > 0)
        {
            if (_ends)
            {
                return;
            }

            var text = lines.AsSpan(0, _file.Read(lines));
            var at = text.IndexOf("\"srcip\":\""u8);
            if (at >= 0)
            {
                var rest = text[(at + 9)..];
                var parts = Encoding.ASCII.GetString(rest[..rest.IndexOf((byte)'"')]).Split('.');
                _raw.Add(
                    (int)(
                        (uint.Parse(parts[0]) << 24 | uint.Parse(parts[1]) << 16 | uint.Parse(parts[2]) << 8 | uint.Parse(parts[3]))
                        - 0xc6120000u
                    ),
                    1
                );
                AnsweredAt = Stopwatch.GetTimestamp();
                Answered.Set();
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "inotify_init1")]
    private static partial int Init(int flags);

    [LibraryImport("libc", EntryPoint = "inotify_add_watch", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddWatch(int watch, string path, uint mask);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint Read(int file, byte* bytes, nuint count);
}
