using ActiveResponse.Diagnostics;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using Microsoft.Extensions.Logging;

namespace ActiveResponse;

/// <summary>
/// Parts to dispose of with an engine: its responders, what is behind them, and what else it owns. A failing or hanging one doesn't affect
/// the others.
/// </summary>
internal sealed class EngineParts(ResponderBinding binding, IEnumerable<object?> others, ILoggerFactory loggers)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ILogger _logger = loggers.CreateLogger<ActiveResponseEngine>();

    public async ValueTask DisposeAsync()
    {
        var responders = binding.Registered.SelectMany(static responder =>
            responder is IFirewallHost host ? [responder, .. host.Backends] : new object[] { responder }
        );
        foreach (var part in responders.Concat(others.OfType<object>()).Distinct(ReferenceEqualityComparer.Instance))
        {
            if (part is not (IAsyncDisposable or IDisposable))
            {
                continue;
            }

            try
            {
                await Task.Run(() => EndAsync(part)).WaitAsync(Patience, TimeProvider.System).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                _logger.PartNotDisposed(part.GetType().Name, e);
            }
        }
    }

    private static async Task EndAsync(object part)
    {
        if (part is IAsyncDisposable asynchronous)
        {
            await asynchronous.DisposeAsync().ConfigureAwait(false);
        }
        else
        {
            ((IDisposable)part).Dispose();
        }
    }
}
