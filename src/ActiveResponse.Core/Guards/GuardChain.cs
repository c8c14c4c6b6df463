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

    public ValueTask<OrderRefusal?> CheckAsync(ResponseOrder order, GuardStage stage, CancellationToken cancellationToken)
    {
        // Nearly all answer at once; nothing is allocated or awaited for them.
        for (var i = 0; i < _own.Length; i++)
        {
            var asking = AskAsync(_own[i], order, stage, cancellationToken);
            if (!asking.IsCompletedSuccessfully)
            {
                return AskRestAsync(asking, i + 1, order, stage, cancellationToken);
            }

            if (asking.Result is { } refusal)
            {
                return ValueTask.FromResult<OrderRefusal?>(refusal);
            }
        }

        return _added.IsEmpty ? default : AskAddedAsync(order, stage, cancellationToken);
    }

    private async ValueTask<OrderRefusal?> AskRestAsync(
        ValueTask<OrderRefusal?> asking,
        int next,
        ResponseOrder order,
        GuardStage stage,
        CancellationToken cancellationToken
    )
    {
        var refusal = await asking.ConfigureAwait(false);
        while (refusal is null && next < _own.Length)
        {
            refusal = await AskAsync(_own[next++], order, stage, cancellationToken).ConfigureAwait(false);
        }

        return refusal is not null || _added.IsEmpty ? refusal : await AskAddedAsync(order, stage, cancellationToken).ConfigureAwait(false);
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

    private ValueTask<OrderRefusal?> AskAsync(
        IResponseGuard guard,
        ResponseOrder order,
        GuardStage stage,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var asking = guard.CheckAsync(order, stage, cancellationToken);
            return asking.IsCompletedSuccessfully ? asking : WaitAsync(guard, asking, cancellationToken);
        }
        catch (Exception e)
        {
            return WaitAsync(guard, ValueTask.FromException<OrderRefusal?>(e), cancellationToken);
        }
    }

    private async ValueTask<OrderRefusal?> WaitAsync(
        IResponseGuard guard,
        ValueTask<OrderRefusal?> asking,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await asking.ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            var name = (e as GuardFailedException)?.Guard ?? NameOf(guard);
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
