using ActiveResponse.Alerts;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.DependencyInjection;

/// <summary>Reads a custom source, and disposes it.</summary>
internal sealed class AlertSourceService(AlertIntake intake, string name, IAlertSource source, ILogger<AlertIntake> logger)
    : AlertIntakeService(intake, name, logger),
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

    protected override ValueTask<IAlertSource> OpenAsync(AlertIntake intake, CancellationToken cancellationToken) =>
        ValueTask.FromResult(source);
}
