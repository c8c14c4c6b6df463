using System.Runtime.InteropServices;

namespace ActiveResponse.Processes;

/// <summary>Starts children in their own sessions with <c>posix_spawn</c>; 64-bit Linux with glibc 2.26 or musl.</summary>
/// <remarks>
/// <see cref="System.Diagnostics.Process"/> can't create a session, and reaps in the background, so a signal may hit a stranger that got
/// the id. Here one thread waits for all children, and each stays a zombie until no more signals will be sent. Without process descriptors
/// in the kernel, each child has its own waiting thread; where the C library can't set the working folder, that thread also starts the
/// child.
/// </remarks>
/// <param name="folderByThread">Whether the child gets its working folder from a thread of its own; null: only if the C library can't set
/// it.</param>
/// <param name="watched">Whether one thread waits for all children, if possible.</param>
internal sealed class SpawnLauncher(bool? folderByThread = null, bool watched = true) : IChildLauncher
{
    private const int StackBytes = 256 * 1024;

    public bool TakesBytes => true;

    private readonly ChildWatch? _watch = watched ? new ChildWatch() : null;
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
        if (child is { IsWatched: false } && !TryRunThread(child.WaitForEnd))
        {
            // The program runs already, so it needs a watcher: take a shared thread.
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
#pragma warning disable CA1031 // An exception on this thread would end the host.
        catch (Exception e)
#pragma warning restore CA1031
        {
            started.SetException(e);
            return;
        }

        started.SetResult(start);
        if (child is { IsWatched: false })
        {
            child.WaitForEnd();
        }
    }

    private ChildStart Spawn(LaunchPlan plan, out SpawnedChild? child)
    {
        child = null;
        using var pipes = PipeEnds.Open(out var error);
        if (pipes is null || (error = new SpawnCall(plan, pipes, _folderByThread).Make(out var process)) != 0)
        {
            return SpawnErrors.Explain(error, plan);
        }

        child = new SpawnedChild(process, pipes, _watch);
        return ChildStart.Of(child);
    }

    private static bool TryRunThread(ThreadStart what)
    {
        try
        {
            new Thread(what, StackBytes) { IsBackground = true, Name = "child of active-response" }.Start();
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
