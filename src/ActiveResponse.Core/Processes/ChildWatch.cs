using System.Runtime.InteropServices;

namespace ActiveResponse.Processes;

/// <summary>One thread that waits for all children: for their ends, by the descriptors the kernel has for processes (Linux 5.3), and for
/// what they write.</summary>
/// <remarks>
/// A thread for each child costs about as much as a small program, and each turn through the thread pool wakes threads that spin, on
/// processors the child needs. This thread stays a while after its last child, so that a row of programs starts it once.
/// </remarks>
internal sealed unsafe class ChildWatch(int lingerMilliseconds = ChildWatch.DefaultLinger)
{
    private const int DefaultLinger = 10_000;
    private const int StackBytes = 256 * 1024;
    private const int MostEvents = 16;

    // What the kernel tells of an event: a number, then 8 bytes of ours; without a gap between them on x64 only.
    private static readonly int EventBytes = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int DataAt = EventBytes - 8;

    private readonly Lock _gate = new();
    private readonly Dictionary<long, IWatched> _watched = [];
    private long _last;
    private int _poll = -1;

    /// <summary>Whether its thread runs.</summary>
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

    /// <summary>Watches a descriptor, armed; gives its number here, 0 if it can't be watched.</summary>
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

    /// <summary>Has it told once more.</summary>
    public void Arm(long number, int descriptor) => _ = Control(Libc.PollModify, descriptor, number);

    /// <summary>Forgets a descriptor, which is closed only after that: a copy of it may live in a program just being started.</summary>
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

            // Below zero a signal has interrupted it, which is not idle.
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
