using ActiveResponse.Configuration;
using ActiveResponse.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.DependencyInjection;

/// <summary>Applies a changed configuration file while the host runs.</summary>
internal sealed class ConfigReloadService(
    IServiceProvider services,
    ActiveResponseEngine engine,
    TimeProvider clock,
    ILogger<ActiveResponseEngine> logger
) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    // Null after a later call of the builder has replaced the file.
    private readonly ConfigFileSource? _source = (ConfigFileSource?)services.GetService(typeof(ConfigFileSource));

    /// <summary>Checks once, and applies a new configuration.</summary>
    /// <returns>Whether the configuration was replaced.</returns>
    public async Task<bool> CheckAsync(CancellationToken cancellationToken)
    {
        if (_source is not { ReloadsOnChange: true } source)
        {
            return false;
        }

        try
        {
            // The parser and the matcher may be plug-ins.
            if (
                await Task.Run(source.ReadChanged, CancellationToken.None).WaitAsync(cancellationToken).ConfigureAwait(false)
                is not { } config
            )
            {
                return false;
            }

            _ = await engine.ReloadAsync(config, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            logger.ReloadFailed(SafeText.Of(source.Path, 400), e);
            return false;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_source is not { ReloadsOnChange: true })
        {
            return;
        }

        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            _ = await CheckAsync(stoppingToken).ConfigureAwait(false);
        }
    }
}
