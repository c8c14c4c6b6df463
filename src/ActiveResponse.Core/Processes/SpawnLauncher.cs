using System.Runtime.InteropServices;

namespace ActiveResponse.Processes;

/// <summary>Starts a child in a session of its own with <c>posix_spawn</c>; 64-bit Linux with glibc 2.26 or musl.</summary>
/// <remarks>
/// <see cref="System.Diagnostics.Process"/> can't make a session, and reaps in the background, so that a signal can meet a stranger who got the number.
/// Here each child has a thread that waits for it, and leaves it a zombie until nobody will signal it any more. That thread comes up while the program already
/// loads; only where the C library can't set the working folder does it start the child, too.
/// </remarks>
/// <param name="folderByThread">Whether the child gets its working folder by way of a thread of its own; null where the C library can't do it otherwise.</param>
internal sealed class SpawnLauncher(bool? folderByThread = null) : IChildLauncher
{
    private const int StackBytes = 256 * 1024;

    private readonly bool _folderByThread = folderByThread ?? !CanSetFolder();

    public Task<ChildStart> StartAsync(LaunchPlan plan)
    {
        if (!_folderByThread)
        {
            return Task.FromResult(StartHere(plan));
        }

        var started = new TaskCompletionSource<ChildStart>(TaskCreationOptions.RunContinuationsAsynchronously);
        return TryRunThread(() => Live(plan, started))
            ? started.Task
            : Task.FromResult(ChildStart.Failed(StartFailure.OutOfResources, "no thread can be started to watch the program"));
    }

    private ChildStart StartHere(LaunchPlan plan)
    {
        var start = Spawn(plan, out var child);
        if (child is not null && !TryRunThread(child.WaitForEnd))
        {
            // It runs already, so it is watched, by a thread that others would use.
            ThreadPool.UnsafeQueueUserWorkItem(static running => running.WaitForEnd(), child, preferLocal: false);
        }

        return start;
    }

    private void Live(LaunchPlan plan, TaskCompletionSource<ChildStart> started)
    {
        SpawnedChild? child;
        ChildStart start;
        try
        {
            start = Spawn(plan, out child);
        }
#pragma warning disable CA1031 // On a thread of its own nothing may escape: it would end the host.
        catch (Exception e)
#pragma warning restore CA1031
        {
            started.SetException(e);
            return;
        }

        started.SetResult(start);
        child?.WaitForEnd();
    }

    private ChildStart Spawn(LaunchPlan plan, out SpawnedChild? child)
    {
        child = null;
        using var pipes = PipeEnds.Open(out var error);
        if (pipes is null || (error = new SpawnCall(plan, pipes, _folderByThread).Make(out var process)) != 0)
        {
            return SpawnErrors.Explain(error, plan);
        }

        child = new SpawnedChild(process, pipes);
        return ChildStart.Of(child);
    }

    private static bool TryRunThread(ThreadStart what)
    {
        try
        {
            new Thread(what, StackBytes) { IsBackground = true, Name = "active-response child" }.Start();
            return true;
        }
        catch (OutOfMemoryException)
        {
            return false;
        }
    }

    private static bool CanSetFolder() =>
        NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "posix_spawn_file_actions_addchdir_np", out _);
}
