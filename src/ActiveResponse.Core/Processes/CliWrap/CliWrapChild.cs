using System.Diagnostics;
using System.Globalization;

namespace ActiveResponse.Processes.CliWrap;

/// <summary>Program started by CliWrap.</summary>
/// <remarks>
/// CliWrap itself can only interrupt (SIGINT) the one process or kill its tree. A program that leads a session is signalled with its whole
/// group instead, as the limits promise. .NET reaps it in the background; see <see cref="Signal"/> for the consequence.
/// </remarks>
internal sealed class CliWrapChild : IChild
{
    private readonly Process _process;
    private readonly HeldPipes _pipes;
    private readonly CancellationTokenSource _kill;
    private readonly bool _leadsSession;
    private readonly int _id;
    private bool _asked;
    private bool _killed;
    private bool _released;

    public CliWrapChild(Process process, Task run, HeldPipes pipes, CancellationTokenSource kill, bool leadsSession)
    {
        _process = process;
        _pipes = pipes;
        _kill = kill;
        _leadsSession = leadsSession;
        _id = process.Id;
        Ended = process.WaitForExitAsync();

        // CliWrap turns a kill into an exception, but the run already knows how the program ended.
        _ = run.ContinueWith(
            static (task, kill) =>
            {
                _ = task.Exception;
                ((CancellationTokenSource)kill!).Dispose();
            },
            kill,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
    }

    public Stream Input => _pipes.Input;

    public Stream Output => _pipes.Output;

    public Stream Error => _pipes.Error;

    public Task Ended { get; }

    public void RequestStop()
    {
        _asked = true;
        if (_leadsSession)
        {
            Signal(Libc.SigTerm);
        }
        else
        {
            Input.Dispose();
        }
    }

    public void Kill()
    {
        _killed |= !Ended.IsCompleted;
        if (_leadsSession)
        {
            Signal(Libc.SigKill);
        }
        else if (!_released)
        {
            _kill.Cancel();
        }
    }

    public ChildExit? Reap()
    {
        if (!Ended.IsCompleted)
        {
            return null;
        }

        _released = true;

        // .NET reports a signal as exit code 128 plus its number. Only for our own signals can't that be the program's own exit code.
        return _process.ExitCode switch
        {
            128 + Libc.SigKill when _killed => new ChildExit(null, Libc.SigKill),
            128 + Libc.SigTerm when _asked && _leadsSession => new ChildExit(null, Libc.SigTerm),
            var code => new ChildExit(code, null),
        };
    }

    public void Dispose()
    {
        _released = true;
        _pipes.Release();
    }

    // The id stays the group's while any member lives. After that, the kernel may reuse it; a new owner then shows up under it.
    private void Signal(int signal)
    {
        var ended = Ended.IsCompleted;
        if (_released || (ended && Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{_id}"))))
        {
            return;
        }

        if (Libc.Kill(-_id, signal) != 0 && !ended)
        {
            // The program has no session of its own yet.
            _ = Libc.Kill(_id, signal);
        }
    }
}
