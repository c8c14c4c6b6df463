using Microsoft.Extensions.Logging;

namespace ActiveResponse.Nats.Issuing;

/// <summary>Limits the new orders for all agents in a minute.</summary>
/// <param name="most">The limit; null for none.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed class AllBudget(int? most, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private readonly Queue<DateTimeOffset> _given = new();
    private readonly Lock _gate = new();
    private DateTimeOffset _loggedAt;

    /// <summary>Takes one order from the budget.</summary>
    /// <returns>Why none is left; null if one was.</returns>
    public string? Take()
    {
        if (most is not { } limit)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        lock (_gate)
        {
            while (_given.TryPeek(out var oldest) && now - oldest >= Period)
            {
                _given.Dequeue();
            }

            if (_given.Count < limit)
            {
                _given.Enqueue(now);
                return null;
            }

            if (now - _loggedAt >= Period)
            {
                _loggedAt = now;
                logger.AllBudgetSpent(limit);
            }

            return $"fleet-budget: {limit} new orders for all agents were issued within a minute";
        }
    }
}
