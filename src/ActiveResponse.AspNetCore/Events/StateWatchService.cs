using ActiveResponse.AspNetCore.Views;
using Microsoft.Extensions.Hosting;

namespace ActiveResponse.AspNetCore.Events;

/// <summary>Runs the watch with its host.</summary>
internal sealed class StateWatchService(ActiveResponseEngine engine, IActiveResponseView view, TimeProvider clock) : IHostedService
{
    private StateWatch? _watch;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _watch = new StateWatch(engine, view, clock);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_watch is not null)
        {
            await _watch.DisposeAsync().ConfigureAwait(false);
        }
    }
}
