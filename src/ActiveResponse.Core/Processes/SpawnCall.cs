using System.Runtime.InteropServices;

namespace ActiveResponse.Processes;

/// <summary>One call of <c>posix_spawn</c>: own session, three pipes, default signals, nothing else open.</summary>
internal sealed unsafe class SpawnCall(LaunchPlan plan, PipeEnds pipes, bool folderByThread)
{
    // Larger than the opaque structures of glibc and musl (336, 80 and 128 bytes).
    private const int AttributesBytes = 1024;
    private const int ActionsBytes = 512;
    private const int SignalsBytes = 256;

    /// <summary>Spawns; returns the error number, or 0.</summary>
    public int Make(out int process)
    {
        var memory = NativeMemory.AllocZeroed(AttributesBytes + ActionsBytes + (2 * SignalsBytes));
        var attributes = (byte*)memory;
        var actions = attributes + AttributesBytes;
        process = 0;
        try
        {
            var error = Libc.AttributesInit(attributes);
            if (error != 0)
            {
                return error;
            }

            error = Libc.ActionsInit(actions);
            if (error == 0)
            {
                error = Spawn(attributes, actions, actions + ActionsBytes, out process);
                _ = Libc.ActionsDestroy(actions);
            }

            _ = Libc.AttributesDestroy(attributes);
            return error;
        }
        finally
        {
            NativeMemory.Free(memory);
        }
    }

    private int Spawn(void* attributes, void* actions, byte* signals, out int process)
    {
        using var program = new NativeStrings(plan.Executable);
        using var folder = new NativeStrings(plan.WorkingDirectory);
        using var arguments = new NativeStrings([plan.Executable, .. plan.Arguments]);
        using var environment = new NativeStrings([.. plan.Environment.Select(static v => $"{v.Key}={v.Value}")]);

        // .NET ignores SIGPIPE, which a program would inherit; ignored or blocked signals make scripts misbehave.
        var nothingBlocked = signals + SignalsBytes;
        _ = Libc.FillSignals(signals);
        var error = Libc.AttributesSetDefaultSignals(attributes, signals);
        error = error != 0 ? error : Libc.AttributesSetSignalMask(attributes, nothingBlocked);
        error =
            error != 0 ? error : Libc.AttributesSetFlags(attributes, Libc.SpawnNewSession | Libc.SpawnResetSignals | Libc.SpawnSignalMask);
        for (var standard = 0; error == 0 && standard < 3; standard++)
        {
            error = Libc.ActionsAddDuplicate(actions, pipes.Child(standard), standard);
        }

        error = error != 0 ? error : SetFolder(actions, folder.First);
        error = error != 0 ? error : CloseTheRest(actions);
        process = 0;
        fixed (int* id = &process)
        {
            return error != 0 ? error : Libc.Spawn(id, program.First, actions, attributes, arguments.Pointers, environment.Pointers);
        }
    }

    private int SetFolder(void* actions, byte* folder)
    {
        if (!folderByThread)
        {
            return Libc.ActionsAddFolder(actions, folder);
        }

        // Only the child uses this thread, so it inherits the thread's own working directory.
        return Libc.Unshare(Libc.ShareNoFolder) == 0 && Libc.ChangeFolder(folder) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    private static int CloseTheRest(void* actions)
    {
        try
        {
            return Libc.ActionsAddCloseFrom(actions, 3);
        }
        catch (EntryPointNotFoundException)
        {
            // musl, and glibc before 2.34: .NET's own files close on exec anyway.
            return 0;
        }
    }
}
