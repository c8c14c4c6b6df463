using System.Collections.Concurrent;
using ActiveResponse.Diagnostics;
using ActiveResponse.Planning;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Guards;

/// <summary>Limits each response's new blocks per minute on this host; previous offenders don't count.</summary>
/// <param name="options">The budgets.</param>
/// <param name="isKnown">Whether the subject has an offense on record or an effect in place.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">Logs an exhausted budget once a minute.</param>
internal sealed class BlockBudgets(
    CurrentGuardOptions options,
    Func<ActionKey, CancellationToken, ValueTask<bool>> isKnown,
    TimeProvider clock,
    ILogger<BlockBudgets> logger
)
{
    /// <summary>Budget of every response without its own.</summary>
    public const string EachOther = "*";

    private const string Name = "budget";
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, Budget> _budgets = new(StringComparer.Ordinal);

    /// <summary>Consumes one unit of the response's budget.</summary>
    /// <param name="order">The order.</param>
    /// <param name="isReceived">Whether another host chose the response's name; then an unknown name gets no budget of its own.</param>
    /// <param name="cancellationToken">Cancels the lookup of the subject.</param>
    /// <returns>The refusal if the budget is exhausted.</returns>
    public async ValueTask<OrderRefusal?> TakeAsync(ResponseOrder order, bool isReceived, CancellationToken cancellationToken)
    {
        if (!order.RunsHere || BudgetOf(order.ResponseName, isReceived) is not var (response, limit))
        {
            return null;
        }

        var budget = _budgets.GetOrAdd(response, static _ => new Budget());
        var isFirstRefusal = false;
        if (
            await isKnown(order.Key, cancellationToken).ConfigureAwait(false) || budget.TryTake(order.Key, limit, clock, out isFirstRefusal)
        )
        {
            return null;
        }

        if (isFirstRefusal)
        {
            logger.BudgetUsedUp(SafeText.Of(response), limit);
        }

        return new OrderRefusal(Name, $"'{SafeText.Of(response)}' has used its {limit} new blocks of this minute (to allow more: Budgets)");
    }

    private (string Name, int Limit)? BudgetOf(string response, bool isReceived)
    {
        var budgets = options.Current.Budgets;
        if (budgets.TryGetValue(response, out var limit))
        {
            return (response, limit);
        }

        if (budgets.TryGetValue(EachOther, out limit))
        {
            return (isReceived ? EachOther : response, limit);
        }

        // Otherwise an order could evade its budget under another name.
        return isReceived && budgets.Count > 0 ? (EachOther, budgets.Values.Max()) : null;
    }

    private sealed class Budget
    {
        private readonly Lock _gate = new();
        private readonly Queue<(ActionKey Key, long At)> _taken = new();
        private readonly HashSet<ActionKey> _keys = [];
        private long? _toldAt;

        public bool TryTake(ActionKey key, int limit, TimeProvider clock, out bool isFirstRefusal)
        {
            isFirstRefusal = false;
            lock (_gate)
            {
                while (_taken.TryPeek(out var oldest) && clock.GetElapsedTime(oldest.At) >= Window)
                {
                    _keys.Remove(_taken.Dequeue().Key);
                }

                // Further alerts while the block is still being applied.
                if (_keys.Contains(key))
                {
                    return true;
                }

                if (_taken.Count < limit)
                {
                    _taken.Enqueue((key, clock.GetTimestamp()));
                    _keys.Add(key);
                    return true;
                }

                isFirstRefusal = _toldAt is not { } toldAt || clock.GetElapsedTime(toldAt) >= Window;
                _toldAt = isFirstRefusal ? clock.GetTimestamp() : _toldAt;
                return false;
            }
        }
    }
}
