using System.Collections.Immutable;
using ActiveResponse.Planning;

namespace ActiveResponse.Guards;

/// <summary>Combines guards that run in turn into one.</summary>
internal sealed class GuardSequence(string name, ImmutableArray<IResponseGuard> guards) : IResponseGuard
{
    public string Name => name;

    public async ValueTask<OrderRefusal?> CheckAsync(ResponseOrder order, GuardStage stage, CancellationToken cancellationToken)
    {
        foreach (var guard in guards)
        {
            if (await guard.CheckAsync(order, stage, cancellationToken).ConfigureAwait(false) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }
}
