using System.Runtime.InteropServices;

namespace ActiveResponse.Tool.Execd;

/// <summary>The signals that stop execd: TERM, INT, QUIT and ALRM. HUP is ignored.</summary>
internal sealed class StopSignals : IDisposable
{
    private const PosixSignal Alarm = (PosixSignal)14;

    private readonly CancellationTokenSource _stop;
    private readonly List<PosixSignalRegistration> _registrations = [];

    /// <param name="stop">Canceled by TERM and INT, which the command line handles: its handler waits for us to end, and would block one of
    /// ours.</param>
    public StopSignals(CancellationToken stop)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stop);
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGQUIT, Alarm])
        {
            _registrations.Add(
                PosixSignalRegistration.Create(
                    signal,
                    context =>
                    {
                        context.Cancel = true;
                        _stop.Cancel();
                    }
                )
            );
        }

        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, static context => context.Cancel = true));
    }

    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        _registrations.ForEach(static registration => registration.Dispose());
        _stop.Dispose();
    }
}
