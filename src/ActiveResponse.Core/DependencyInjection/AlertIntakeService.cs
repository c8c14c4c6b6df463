using ActiveResponse.Alerts;
using ActiveResponse.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.DependencyInjection;

/// <summary>Feeds the alerts of one source to the engine for as long as the host runs.</summary>
/// <remarks>A source that fails doesn't stop the host, whose blocks must be lifted on time.</remarks>
/// <param name="intake">Takes the alerts in.</param>
/// <param name="name">Name of the source in the log.</param>
/// <param name="open">Opens the source.</param>
/// <param name="logger">Logs a source that fails.</param>
/// <param name="owned">The source, if it ends with the host.</param>
internal sealed class AlertIntakeService(
    AlertIntake intake,
    string name,
    Func<CancellationToken, ValueTask<IAlertSource>> open,
    ILogger<AlertIntake> logger,
    IAlertSource? owned = null
) : BackgroundService, IAsyncDisposable
{
    private IAlertSource? _source;

    // Opened before the host reports that it has started: what is written after that is new.
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            _source = await open(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsFailure(e, cancellationToken))
        {
            logger.IntakeFailed(name, e);
            return;
        }

        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        Dispose();
        switch (owned)
        {
            case IAsyncDisposable asynchronous:
                await asynchronous.DisposeAsync().ConfigureAwait(false);
                break;
            case IDisposable disposable:
                disposable.Dispose();
                break;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await intake.RunAsync(_source!, name, stoppingToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsFailure(e, stoppingToken))
        {
            logger.IntakeFailed(name, e);
        }
    }

    private static bool IsFailure(Exception exception, CancellationToken cancellationToken) =>
        exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested;
}
