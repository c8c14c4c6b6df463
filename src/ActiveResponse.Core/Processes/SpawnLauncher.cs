namespace ActiveResponse.Processes;

/// <summary>Starts a child in a session of its own with <c>posix_spawn</c>; 64-bit Linux with glibc 2.26 or musl.</summary>
/// <remarks>
/// <see cref="System.Diagnostics.Process"/> can't make a session, and reaps in the background, so that a signal can meet a stranger who got the number.
/// Here each child has a thread that starts it, waits for it, and leaves it a zombie until nobody will signal it any more.
/// </remarks>
internal sealed class SpawnLauncher(bool folderByThread = false) : IChildLauncher
{
    private const int StackBytes = 256 * 1024;

    public Task<ChildStart> StartAsync(LaunchPlan plan)
    {
        var started = new TaskCompletionSource<ChildStart>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => Live(plan, started), StackBytes) { IsBackground = true, Name = "active-response child" };
        try
        {
            thread.Start();
        }
        catch (OutOfMemoryException)
        {
            return Task.FromResult(ChildStart.Failed(StartFailure.OutOfResources, "no thread can be started to watch the program"));
        }

        return started.Task;
    }

    private void Live(LaunchPlan plan, TaskCompletionSource<ChildStart> started)
    {
        SpawnedChild child;
        try
        {
            using var pipes = PipeEnds.Open(out var error);
            if (pipes is null || (error = new SpawnCall(plan, pipes, folderByThread).Make(out var process)) != 0)
            {
                started.SetResult(SpawnErrors.Explain(error, plan));
                return;
            }

            child = new SpawnedChild(process, pipes);
        }
#pragma warning disable CA1031 // On a thread of its own nothing may escape: it would end the host.
        catch (Exception e)
#pragma warning restore CA1031
        {
            started.SetException(e);
            return;
        }

        started.SetResult(ChildStart.Of(child));
        child.WaitForEnd();
    }
}
