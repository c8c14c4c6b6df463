using System.Collections.Immutable;
using ActiveResponse.Diagnostics;
using ActiveResponse.Isolation;
using ActiveResponse.Planning;

namespace ActiveResponse.Guards;

/// <summary>Runs every guard in turn; the first refusal wins, and a check that fails refuses.</summary>
/// <param name="own">The library's guards, which have their own deadlines. They run first, on the caller's thread.</param>
/// <param name="added">The host's guards, which may throw or hang. They run together on another thread.</param>
/// <param name="limit">Time limit of the host's guards per order.</param>
/// <param name="clock">The clock.</param>
/// <param name="faults">Logs and counts faults.</param>
internal sealed class GuardChain(
    IEnumerable<IResponseGuard> own,
    IEnumerable<IResponseGuard> added,
    Func<TimeSpan> limit,
    TimeProvider clock,
    PluginFaults faults
)
{
    private const string Seam = "guard";

    private readonly ImmutableArray<IResponseGuard> _own = [.. own];
    private readonly ImmutableArray<IResponseGuard> _added = [.. added];
    private readonly PluginCaller _caller = new(Seam, "the order is refused", faults, clock);

    public async ValueTask<OrderRefusal?> CheckAsync(ResponseOrder order, GuardStage stage, CancellationToken cancellationToken)
    {
        foreach (var guard in _own)
        {
            if (await AskAsync(guard, order, stage, cancellationToken).ConfigureAwait(false) is { } refusal)
            {
                return refusal;
            }
        }

        return _added.IsEmpty ? null : await AskAddedAsync(order, stage, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<OrderRefusal?> AskAddedAsync(ResponseOrder order, GuardStage stage, CancellationToken cancellationToken)
    {
        var asked = 0;
        var result = await _caller
            .CallAsync(() => NameOf(_added[Volatile.Read(ref asked)]), limit(), AskInTurnAsync, late: null, cancellationToken)
            .ConfigureAwait(false);
        return result.Failure is { } failure
            ? new OrderRefusal(NameOf(_added[Volatile.Read(ref asked)]), $"the guard {failure}")
            : result.Value;

        async ValueTask<OrderRefusal?> AskInTurnAsync(CancellationToken token)
        {
            for (var i = 0; i < _added.Length; i++)
            {
                token.ThrowIfCancellationRequested();
                Volatile.Write(ref asked, i);
                if (await AskAsync(_added[i], order, stage, token).ConfigureAwait(false) is { } refusal)
                {
                    return refusal;
                }
            }

            return null;
        }
    }

    private async ValueTask<OrderRefusal?> AskAsync(
        IResponseGuard guard,
        ResponseOrder order,
        GuardStage stage,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await guard.CheckAsync(order, stage, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            var name = NameOf(guard);
            faults.Threw(Seam, name, e);
            return new OrderRefusal(name, $"the guard itself failed: {SafeText.Of(e.Message)}");
        }
    }

    private static string NameOf(IResponseGuard guard)
    {
        try
        {
            return guard.Name ?? guard.GetType().Name;
        }
        catch (Exception)
        {
            return guard.GetType().Name;
        }
    }
}
