using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Platform;

/// <summary>Reports changes of one file on Linux, from a thread of its own: whoever is called may do all of its work there.</summary>
/// <remarks>A <see cref="FileSystemWatcher"/> passes each change through two more threads, which takes longer than blocking an
/// address.</remarks>
internal sealed unsafe class FolderWatch : IDisposable
{
    private const uint Modified = 0x2;
    private const uint MovedFrom = 0x40;
    private const uint MovedTo = 0x80;
    private const uint Created = 0x100;
    private const uint FolderMoved = 0x800;
    private const uint FolderOnly = 0x1000000;
    private const uint Overflown = 0x4000;
    private const uint Ended = 0x8000;
    private const uint Wanted = Modified | MovedFrom | MovedTo | Created | FolderMoved | FolderOnly;

    // Descriptor, mask, cookie and length come before each name.
    private const int HeaderLength = 16;
    private const int BufferLength = 16 * 1024;

    private readonly Lock _gate = new();
    private readonly SafeFileHandle _queue;
    private readonly int _descriptor;
    private readonly byte[] _name;
    private readonly Action _changed;
    private bool _isDisposed;
    private volatile bool _isClosed;

    private FolderWatch(SafeFileHandle queue, int descriptor, string name, Action changed) =>
        (_queue, _descriptor, _name, _changed) = (queue, descriptor, System.Text.Encoding.UTF8.GetBytes(name), changed);

    /// <summary>Whether its thread has ended: it was disposed of, or the folder is gone or has another name.</summary>
    public bool HasEnded => _isClosed;

    /// <summary>Watches a file, which may not exist yet; null if the folder doesn't, or the system has no watch or thread left.</summary>
    /// <param name="path">The file's full path.</param>
    /// <param name="changed">Called when the file may have changed, and when the watch ends with the folder.</param>
    /// <param name="start">Starts the thread; null to start it on this system.</param>
    public static FolderWatch? TryStart(string path, Action changed, Action<Thread>? start = null)
    {
        var opened = LinuxNative.OpenNotifications(LinuxNative.CloseOnExec);
        if (opened < 0)
        {
            return null;
        }

        var queue = new SafeFileHandle(opened, ownsHandle: true);
        var descriptor = LinuxNative.Watch(queue, Path.GetDirectoryName(path) ?? "/", Wanted);
        if (descriptor < 0)
        {
            queue.Dispose();
            return null;
        }

        var watch = new FolderWatch(queue, descriptor, Path.GetFileName(path), changed);
        if (!TryRun(new Thread(watch.Run) { IsBackground = true, Name = "alerts of active-response" }, start))
        {
            queue.Dispose();
            return null;
        }

        return watch;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            if (!_isClosed)
            {
                // Its last event ends the thread, which may be this one.
                _ = LinuxNative.EndWatch(_queue, _descriptor);
            }
        }
    }

    private static bool TryRun(Thread thread, Action<Thread>? start)
    {
        try
        {
            // What the caller has in its context isn't the thread's business.
            (start ?? (static thread => thread.UnsafeStart()))(thread);
            return true;
        }
        catch (OutOfMemoryException)
        {
            // The limit of processes is reached.
            return false;
        }
    }

    private void Run()
    {
        var events = new byte[BufferLength];
        var isLast = false;

        // A full queue takes no last event after Dispose. It has others to read, so the thread comes by here and needs none.
        while (!isLast && !Volatile.Read(ref _isDisposed) && TryRead(events, out var length))
        {
            var isNews = Concerns(events.AsSpan(0, length), out isLast);
            if (isNews && !isLast && !Volatile.Read(ref _isDisposed))
            {
                _changed();
            }
        }

        lock (_gate)
        {
            _isClosed = true;
            _queue.Dispose();
        }

        if (!Volatile.Read(ref _isDisposed))
        {
            // Whoever is called now finds that the watch has ended.
            _changed();
        }
    }

    private bool TryRead(byte[] events, out int length)
    {
        fixed (byte* start = events)
        {
            do
            {
                length = (int)LinuxNative.Read(_queue, start, (nuint)events.Length);
            } while (length < 0 && Marshal.GetLastPInvokeError() == LinuxError.Interrupted);
        }

        return length > 0;
    }

    private bool Concerns(ReadOnlySpan<byte> events, out bool isLast)
    {
        var isNews = false;
        isLast = false;
        while (events.Length >= HeaderLength)
        {
            var mask = MemoryMarshal.Read<uint>(events[4..]);
            var length = HeaderLength + (int)MemoryMarshal.Read<uint>(events[12..]);
            isLast |= (mask & (Ended | FolderMoved)) != 0;
            isNews |= (mask & Overflown) != 0 || events[HeaderLength..length].TrimEnd((byte)0).SequenceEqual(_name);
            events = events[length..];
        }

        return isNews;
    }
}
