using Microsoft.Extensions.Hosting;

namespace ActiveResponse.DependencyInjection;

/// <summary>Starts and stops the engine with the host.</summary>
internal sealed class ActiveResponseService(ActiveResponseEngine engine) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => engine.StartAsync(cancellationToken);

    // The engine has its own, shorter deadline: the host's token may be canceled before blocks are lifted.
    public Task StopAsync(CancellationToken cancellationToken) => engine.StopAsync(CancellationToken.None);
}
