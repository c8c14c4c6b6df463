using ActiveResponse.Alerts;
using ActiveResponse.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.DependencyInjection;

/// <summary>Brings the alerts of a source of the host's to the engine for as long as the host runs.</summary>
internal sealed class AlertSourceService(AlertIntake intake, string name, IAlertSource source, ILogger<AlertIntake> logger)
    : BackgroundService,
        IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        Dispose();
        switch (source)
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
            await intake.RunAsync(source, name, stoppingToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            // A source is a plug-in: one that fails must not end the host, whose blocks have to be taken back in time.
            logger.IntakeFailed(name, e);
        }
    }
}
