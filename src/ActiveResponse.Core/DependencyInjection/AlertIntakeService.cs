using ActiveResponse.Alerts;
using ActiveResponse.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.DependencyInjection;

/// <summary>Feeds the alerts of one source to the engine for as long as the host runs.</summary>
/// <remarks>A source that fails doesn't stop the host, whose blocks must be lifted on time.</remarks>
internal abstract class AlertIntakeService(AlertIntake intake, string name, ILogger<AlertIntake> logger) : BackgroundService
{
    private IAlertSource? _source;

    // Opened before the host reports that it has started: what is written after that is new.
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            _source = await OpenAsync(intake, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsFailure(e, cancellationToken))
        {
            logger.IntakeFailed(name, e);
            return;
        }

        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    protected abstract ValueTask<IAlertSource> OpenAsync(AlertIntake intake, CancellationToken cancellationToken);

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
