using ActiveResponse.Diagnostics;
using ActiveResponse.Execution;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.State;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Timeouts;

/// <summary>At start takes on record what an earlier process left in place by our hand, so that it ends in its time.</summary>
internal sealed class StartupRecovery(ResponderBinding binding, IResponseStore store, ExecutionOptions options, TimeProvider clock, ILogger<StartupRecovery> logger)
{
    /// <summary>The response name under which adopted effects are held.</summary>
    public const string HolderName = "recovered";

    /// <summary>Adopts what is in place and not on record.</summary>
    public async Task AdoptAsync(CancellationToken cancellationToken)
    {
        foreach (var responder in binding.Registered.OfType<IEnumerableResponder>())
        {
            try
            {
                await AdoptAsync(responder, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.AdoptionFailed(responder.Name, e);
            }
        }
    }

    private async Task AdoptAsync(IEnumerableResponder responder, CancellationToken cancellationToken)
    {
        var adopted = new List<EffectRecord>();
        foreach (var found in await responder.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            var order = UnknownOrder.Of(new ActionKey(responder.Name, found.Subject), HolderName);
            if (await store.FindAsync(order.Key, cancellationToken).ConfigureAwait(false) is null)
            {
                var now = clock.GetUtcNow();
                adopted.Add(new EffectRecord
                {
                    Order = order,
                    State = EffectState.Applied,
                    Since = now,
                    Holders = [new EffectHolder(HolderName, found.IsEndKnown ? found.Until : now + options.AdoptedTimeout, 0, ResponseOrigin.Manual)],
                    Place = found.Place,
                });
            }
        }

        if (adopted.Count > 0)
        {
            await store.CommitAsync(new StoreCommit { Effects = [.. adopted] }, cancellationToken).ConfigureAwait(false);
            logger.Adopted(responder.Name, adopted.Count);
        }
    }
}
