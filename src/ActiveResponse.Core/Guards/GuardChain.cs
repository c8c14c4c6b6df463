using System.Collections.Immutable;
using ActiveResponse.Diagnostics;
using ActiveResponse.Isolation;
using ActiveResponse.Planning;

namespace ActiveResponse.Guards;

/// <summary>Asks every guard in turn; the first refusal counts. A check that can't be made is a check that wasn't passed.</summary>
/// <param name="own">The library's guards, which keep deadlines of their own: they are asked first, on the caller's thread.</param>
/// <param name="added">The guards of the host: they may throw or hang, and are asked for one order together, on another thread.</param>
/// <param name="limit">How long the guards of the host may take for an order.</param>
/// <param name="clock">The time.</param>
/// <param name="faults">Logs and counts what goes wrong.</param>
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
        var answer = await _caller
            .CallAsync(() => NameOf(_added[Volatile.Read(ref asked)]), limit(), AskInTurnAsync, late: null, cancellationToken)
            .ConfigureAwait(false);
        return answer.Failure is { } failure
            ? new OrderRefusal(NameOf(_added[Volatile.Read(ref asked)]), $"the guard {failure}")
            : answer.Value;

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
