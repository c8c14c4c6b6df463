using System.IO.Pipes;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Processes;

/// <summary>Spawned child, leader of its session and group.</summary>
/// <remarks>
/// It stays a zombie until <see cref="Reap"/> or <see cref="Dispose"/>. Until then the id is its own, for process and group; afterwards no
/// signal is sent. One lock covers both.
/// </remarks>
internal sealed unsafe class SpawnedChild : IChild
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _ended = new();
    private readonly int _process;
    private bool _hasEnded;
    private bool _released;
    private ChildExit? _exit;

    /// <param name="process">Process id.</param>
    /// <param name="pipes">Its pipes; our ends are taken.</param>
    /// <param name="watch">Waits for it if possible; null for a thread of its own.</param>
    public SpawnedChild(int process, PipeEnds pipes, ChildWatch? watch)
    {
        _process = process;
        IsWatched = watch is not null && ProcessDescriptor.TryWatch(process, watch, HasEnded);
        Input = Open(pipes.Take(0), PipeDirection.Out);
        Output = Read(pipes.Take(1), watch);
        Error = Read(pipes.Take(2), watch);
    }

    /// <summary>Whether the watch sees its end; if not, somebody must call <see cref="WaitForEnd"/>.</summary>
    public bool IsWatched { get; }

    public Stream Input { get; }

    public Stream Output { get; }

    public Stream Error { get; }

    public Task Ended => _ended.Task;

    /// <summary>Blocks the child's own thread until it ends.</summary>
    public void WaitForEnd()
    {
        var information = stackalloc byte[256];
        while (
            Libc.WaitId(Libc.PidType, (uint)_process, information, Libc.WaitExited | Libc.WaitLeaveZombie) != 0
            && Marshal.GetLastPInvokeError() == Libc.Interrupted
        )
        {
            // Interrupted by a signal.
        }

        HasEnded();
    }

    public void RequestStop() => Signal(Libc.SigTerm);

    public void Kill() => Signal(Libc.SigKill);

    public ChildExit? Reap()
    {
        lock (_gate)
        {
            if (_hasEnded)
            {
                ReapLocked();
            }

            return _exit;
        }
    }

    public void Dispose()
    {
        Input.Dispose();
        Output.Dispose();
        Error.Dispose();
        lock (_gate)
        {
            // If it still runs, its thread reaps it when it ends.
            _released = true;
            if (_hasEnded)
            {
                ReapLocked();
            }
        }
    }

    private void HasEnded()
    {
        lock (_gate)
        {
            _hasEnded = true;
            if (_released)
            {
                ReapLocked();
            }
        }

        _ended.SetResult();
    }

    private void Signal(int signal)
    {
        lock (_gate)
        {
            if (_exit is null)
            {
                _ = Libc.Kill(-_process, signal);
            }
        }
    }

    private void ReapLocked()
    {
        if (_exit is not null)
        {
            return;
        }

        var status = 0;
        int got;
        while ((got = Libc.WaitPid(_process, &status, 0)) < 0 && Marshal.GetLastPInvokeError() == Libc.Interrupted)
        {
            // Interrupted by a signal.
        }

        // If the host ignores SIGCHLD, the kernel reaps its children and nobody learns how they ended.
        var signal = status & 0x7f;
        if (got != _process)
        {
            _exit = default;
        }
        else if (signal == 0)
        {
            _exit = new ChildExit((status >> 8) & 0xff, null);
        }
        else
        {
            _exit = new ChildExit(null, signal);
        }
    }

    private Stream Read(int descriptor, ChildWatch? watch) =>
        IsWatched && WatchedPipe.TryOpen(descriptor, watch!) is { } pipe ? pipe : Open(descriptor, PipeDirection.In);

    private static AnonymousPipeClientStream Open(int descriptor, PipeDirection direction) =>
        new(direction, new SafePipeHandle(descriptor, ownsHandle: true));
}
