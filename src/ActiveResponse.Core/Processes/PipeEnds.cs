using System.Runtime.InteropServices;

namespace ActiveResponse.Processes;

/// <summary>Three pipes of one child. Disposing closes the child's ends; ours belong to whoever takes them.</summary>
internal sealed unsafe class PipeEnds : IDisposable
{
    private readonly int[] _childs = [-1, -1, -1];
    private readonly int[] _ours = [-1, -1, -1];

    private PipeEnds() { }

    /// <summary>Returns the child's end for standard input (0), output (1) or error (2).</summary>
    public int Child(int standard) => _childs[standard];

    /// <summary>Transfers our end to the caller.</summary>
    public int Take(int standard)
    {
        var end = _ours[standard];
        _ours[standard] = -1;
        return end;
    }

    public static PipeEnds? Open(out int error)
    {
        var pipes = new PipeEnds();
        for (var standard = 0; standard < 3; standard++)
        {
            if (!pipes.OpenOne(standard, out error))
            {
                pipes.Dispose();
                return null;
            }
        }

        error = 0;
        return pipes;
    }

    public void Dispose()
    {
        foreach (var ends in new[] { _childs, _ours })
        {
            for (var i = 0; i < ends.Length; i++)
            {
                if (ends[i] >= 0)
                {
                    _ = Libc.Close(ends[i]);
                    ends[i] = -1;
                }
            }
        }
    }

    private bool OpenOne(int standard, out int error)
    {
        var ends = stackalloc int[2];
        if (Libc.Pipe(ends, Libc.CloseOnExec) != 0)
        {
            error = Marshal.GetLastPInvokeError();
            return false;
        }

        _childs[standard] = ends[standard == 0 ? 0 : 1];
        _ours[standard] = ends[standard == 0 ? 1 : 0];
        return Lift(_childs, standard, out error) && Lift(_ours, standard, out error);
    }

    // In a host without standard files, a pipe can get a number below 3, and the child's dup2 calls would overwrite each other.
    private static bool Lift(int[] ends, int standard, out int error)
    {
        error = 0;
        if (ends[standard] > 2)
        {
            return true;
        }

        var lifted = Libc.Duplicate(ends[standard], Libc.DuplicateCloseOnExec, 3);
        error = lifted < 0 ? Marshal.GetLastPInvokeError() : 0;
        if (lifted >= 0)
        {
            _ = Libc.Close(ends[standard]);
            ends[standard] = lifted;
        }

        return lifted >= 0;
    }
}
