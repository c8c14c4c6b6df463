using ActiveResponse.Alerts;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.DependencyInjection;

/// <summary>Follows an alert file.</summary>
internal sealed class AlertFileService(AlertIntake intake, string path, AlertFileOptions? options, ILogger<AlertIntake> logger)
    : AlertIntakeService(intake, path, logger)
{
    private readonly string _path = path;

    protected override async ValueTask<IAlertSource> OpenAsync(AlertIntake intake, CancellationToken cancellationToken) =>
        await intake.OpenAsync(_path, options, cancellationToken).ConfigureAwait(false);
}
