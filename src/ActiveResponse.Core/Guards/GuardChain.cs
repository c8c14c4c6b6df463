using System.Collections.Immutable;
using ActiveResponse.Diagnostics;
using ActiveResponse.Planning;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Guards;

/// <summary>Asks every guard in turn; the first refusal counts.</summary>
internal sealed class GuardChain(IEnumerable<IResponseGuard> guards, ILogger<GuardChain> logger)
{
    private readonly ImmutableArray<IResponseGuard> _guards = [.. guards];

    public async ValueTask<OrderRefusal?> CheckAsync(ResponseCommand order, GuardStage stage, CancellationToken cancellationToken)
    {
        foreach (var guard in _guards)
        {
            OrderRefusal? refusal;
            try
            {
                refusal = await guard.CheckAsync(order, stage, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                // Fail closed: a check that can't be made is a check that wasn't passed.
                logger.GuardFailed(guard.Name, e);
                refusal = new OrderRefusal(guard.Name, $"the guard itself failed: {SafeText.Of(e.Message)}");
            }

            if (refusal is not null)
            {
                return refusal;
            }
        }

        return null;
    }
}
