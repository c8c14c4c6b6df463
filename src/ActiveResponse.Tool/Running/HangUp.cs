using System.Runtime.InteropServices;

namespace ActiveResponse.Tool.Running;

/// <summary>Handles SIGHUP: with a terminal, which was closed, it ends the run; without one, it rereads the configuration.</summary>
internal sealed class HangUp : IDisposable
{
    private readonly PosixSignalRegistration? _registration;

    /// <param name="stop">Ends the run.</param>
    public HangUp(CancellationTokenSource stop)
    {
        // nohup ignores the signal, and that stays so.
        var endsRun = IsTerminalThere;
        _registration = OperatingSystem.IsWindows()
            ? null
            : PosixSignalRegistration.Create(
                PosixSignal.SIGHUP,
                context =>
                {
                    context.Cancel = true;
                    if (endsRun)
                    {
                        stop.Cancel();
                    }
                    else
                    {
                        Asked.Release();
                    }
                }
            );
    }

    /// <summary>Produces a signal for each reread of the configuration.</summary>
    public SemaphoreSlim Asked { get; } = new(0);

    private static bool IsTerminalThere => !Console.IsInputRedirected || !Console.IsOutputRedirected || !Console.IsErrorRedirected;

    public void Dispose() => _registration?.Dispose();
}
