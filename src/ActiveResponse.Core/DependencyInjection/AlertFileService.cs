using ActiveResponse.Alerts;
using ActiveResponse.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.DependencyInjection;

/// <summary>Brings the alerts of one file to the engine for as long as the host runs.</summary>
internal sealed class AlertFileService(AlertIntake intake, string path, AlertFileOptions? options, ILogger<AlertIntake> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await intake
                .RunAsync(await intake.OpenAsync(path, options, stoppingToken).ConfigureAwait(false), path, stoppingToken)
                .ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            // The host goes on: its blocks have to be lifted on time.
            logger.IntakeFailed(path, e);
        }
    }
}
