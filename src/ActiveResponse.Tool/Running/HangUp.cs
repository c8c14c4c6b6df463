using System.Runtime.InteropServices;

namespace ActiveResponse.Tool.Running;

/// <summary>What SIGHUP means: with a terminal that it has been closed, so that the run ends; without one that the configuration is to be
/// read again.</summary>
internal sealed class HangUp : IDisposable
{
    private readonly PosixSignalRegistration? _registration;

    /// <param name="stop">Ends the run.</param>
    public HangUp(CancellationTokenSource stop)
    {
        // Under nohup the signal is ignored, and stays so.
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

    /// <summary>One for each time the configuration is to be read again.</summary>
    public SemaphoreSlim Asked { get; } = new(0);

    private static bool IsTerminalThere => !Console.IsInputRedirected || !Console.IsOutputRedirected || !Console.IsErrorRedirected;

    public void Dispose() => _registration?.Dispose();
}
