using System.Runtime.InteropServices;

namespace ActiveResponse.Processes;

/// <summary>
/// Single thread that waits for all children: for their exit, through process descriptors (Linux 5.3), and for their output.
/// </summary>
/// <remarks>
/// A thread per child costs about as much as a small program, and each hop through the thread pool wakes spinning threads on processors the
/// child needs. This thread lingers after its last child, so a series of programs starts it once.
/// </remarks>
internal sealed unsafe class ChildWatch(int lingerMilliseconds = ChildWatch.DefaultLinger)
{
    private const int DefaultLinger = 10_000;
    private const int StackBytes = 256 * 1024;
    private const int MostEvents = 16;

    // An epoll event is a number and 8 bytes of user data, packed without a gap on x64 only.
    private static readonly int EventBytes = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int DataAt = EventBytes - 8;

    private readonly Lock _gate = new();
    private readonly Dictionary<long, IWatched> _watched = [];
    private long _last;
    private int _poll = -1;

    /// <summary>Whether the thread is running.</summary>
    public bool IsRunning
    {
        get
        {
            lock (_gate)
            {
                return _poll >= 0;
            }
        }
    }

    /// <summary>Watches a descriptor, armed; returns its registration number, or 0 if it can't be watched.</summary>
    public long Add(int descriptor, IWatched what)
    {
        lock (_gate)
        {
            if (_poll < 0 && !TryStart())
            {
                return 0;
            }

            _watched[++_last] = what;
            if (Control(Libc.PollAdd, descriptor, _last) == 0)
            {
                return _last;
            }

            _watched.Remove(_last);
            return 0;
        }
    }

    /// <summary>Rearms a descriptor for one more notification.</summary>
    public void Arm(long number, int descriptor) => _ = Control(Libc.PollModify, descriptor, number);

    /// <summary>Stops watching a descriptor. Close it only afterwards: a program being started may hold a copy.</summary>
    public void Remove(long number, int descriptor)
    {
        lock (_gate)
        {
            _ = Control(Libc.PollDelete, descriptor, number);
            _watched.Remove(number);
        }
    }

    private int Control(int operation, int descriptor, long number)
    {
        var what = stackalloc byte[EventBytes];
        *(uint*)what = Libc.PollIn | Libc.PollOneShot;
        *(long*)(what + DataAt) = number;
        return Libc.PollControl(_poll, operation, descriptor, what);
    }

    private bool TryStart()
    {
        var poll = _poll = Libc.PollCreate(Libc.CloseOnExec);
        if (poll < 0)
        {
            return false;
        }

        try
        {
            new Thread(() => Run(poll), StackBytes) { IsBackground = true, Name = "children of active-response" }.Start();
            return true;
        }
        catch (OutOfMemoryException)
        {
            _ = Libc.Close(poll);
            _poll = -1;
            return false;
        }
    }

    private void Run(int poll)
    {
        var events = stackalloc byte[MostEvents * EventBytes];
        while (true)
        {
            var count = Libc.PollWait(poll, events, MostEvents, lingerMilliseconds);
            for (var i = 0; i < count; i++)
            {
                Find(*(long*)(events + (i * EventBytes) + DataAt))?.Ready();
            }

            // A negative count means an interrupting signal, not idleness.
            if (count == 0 && TryStop(poll))
            {
                return;
            }
        }
    }

    private IWatched? Find(long number)
    {
        lock (_gate)
        {
            return _watched.GetValueOrDefault(number);
        }
    }

    private bool TryStop(int poll)
    {
        lock (_gate)
        {
            if (_watched.Count > 0)
            {
                return false;
            }

            _ = Libc.Close(poll);
            _poll = -1;
            return true;
        }
    }
}
