using ActiveResponse.Diagnostics;
using ActiveResponse.Execution;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Reconciliation;

/// <summary>Lifts what must go to make room.</summary>
internal sealed class RoomMaker : IDisposable
{
    private readonly RoomRequests _requests;
    private readonly EffectReverts _reverts;
    private readonly ILogger _logger;

    public RoomMaker(RoomRequests requests, EffectReverts reverts, ILogger<EffectReverts> logger)
    {
        (_requests, _reverts, _logger) = (requests, reverts, logger);
        _ = ServeAsync();
    }

    public void Dispose() => _requests.Complete();

    private async Task ServeAsync()
    {
        await foreach (var request in _requests.ReadAllAsync().ConfigureAwait(false))
        {
            // Reverts queue before the first await; what is queued counts as work by itself.
            _ = LiftAsync(request);
            _requests.Done();
        }
    }

    private async Task LiftAsync(RoomRequest request)
    {
        try
        {
            _ = await _reverts.EndAsync(request.Oldest, RevertReason.Lifted, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _logger.RoomNotMade(request.Responder, e);
        }
    }
}
