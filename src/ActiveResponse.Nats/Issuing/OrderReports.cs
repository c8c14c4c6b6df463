using System.Collections.Immutable;
using ActiveResponse.Dispatch;
using ActiveResponse.Planning;

namespace ActiveResponse.Nats.Issuing;

/// <summary>Reports the outcome of orders once agents have reported it: for a single agent at once, for a group in one outcome.</summary>
internal sealed class OrderReports(
    AgentDirectory agents,
    Func<string?> epoch,
    Func<ActiveResponseEngine?> engine,
    NatsFleetOptions options,
    TimeProvider clock
)
{
    private const int MostWaiting = 100_000;
    private const int MostNamed = 20;

    // Each scans all agents.
    private const int MostGroupsAtOnce = 100;

    private readonly Dictionary<string, List<Waiting>> _ofAgents = new(StringComparer.Ordinal);
    private readonly LinkedList<Waiting> _ofGroups = [];
    private readonly Lock _gate = new();
    private int _count;

    /// <summary>Tracks an order that the server has acknowledged.</summary>
    public void Add(ResponseOrder order, FleetTarget target, ulong sequence, DateTimeOffset? expires)
    {
        var waiting = new Waiting(order, target, sequence, expires, clock.GetUtcNow() + options.ReportWithin);
        lock (_gate)
        {
            if (_count >= MostWaiting)
            {
                return;
            }

            _count++;
            if (target.Kind != FleetTargetKind.Agent)
            {
                _ofGroups.AddLast(waiting);
                return;
            }

            if (!_ofAgents.TryGetValue(target.Name!, out var list))
            {
                _ofAgents.Add(target.Name!, list = []);
            }

            list.Add(waiting);
        }

        if (agents.Find(target.Name!) is { } known)
        {
            Take(known);
        }
    }

    /// <summary>Reports the orders that an agent has processed.</summary>
    public void Take(AgentDirectory.KnownAgent agent)
    {
        var answered = new List<(Waiting Waiting, DispatchTarget Target)>();
        lock (_gate)
        {
            if (!_ofAgents.TryGetValue(agent.Key, out var list))
            {
                return;
            }

            list.RemoveAll(waiting =>
            {
                var status = OrderStanding.Of(agent, epoch(), waiting.Target, waiting.Sequence, DateTimeOffset.MinValue, out var why);
                if (status == AgentOrderStatus.Behind)
                {
                    return false;
                }

                answered.Add((waiting, new DispatchTarget(agent.State.AgentId, StatusOf(status), why)));
                return true;
            });
            _count -= answered.Count;
            if (list.Count == 0)
            {
                _ofAgents.Remove(agent.Key);
            }
        }

        answered.ForEach(one => engine()?.ReportSent(one.Waiting.Order, one.Target));
    }

    /// <summary>Reports groups that have answered or run out of time, and orders that ended while their agent was away.</summary>
    public void Tick()
    {
        var now = clock.GetUtcNow();
        var (groups, expired) = (new List<Waiting>(), new List<Waiting>());
        lock (_gate)
        {
            groups.AddRange(_ofGroups.Take(MostGroupsAtOnce));
            foreach (var (id, list) in _ofAgents.ToList())
            {
                expired.AddRange(list.Where(waiting => waiting.Expires <= now));
                list.RemoveAll(waiting => waiting.Expires <= now);
                if (list.Count == 0)
                {
                    _ofAgents.Remove(id);
                }
            }

            _count -= expired.Count;
        }

        expired.ForEach(waiting =>
            engine()
                ?.ReportSent(
                    waiting.Order,
                    new DispatchTarget(waiting.Target.Name!, DispatchStatus.Expired, "the agent was away until the order ended")
                )
        );
        foreach (var waiting in groups)
        {
            TryReport(waiting, now);
        }
    }

    private void TryReport(Waiting waiting, DateTimeOffset now)
    {
        var counts = new SortedDictionary<AgentOrderStatus, int>();
        var named = new List<DispatchTarget>();
        foreach (var agent in agents.Of(waiting.Target))
        {
            var status = OrderStanding.Of(agent, epoch(), waiting.Target, waiting.Sequence, now - options.AwayAfter, out var why);
            counts[status] = counts.GetValueOrDefault(status) + 1;
            if (status is AgentOrderStatus.Refused or AgentOrderStatus.Failed && named.Count < MostNamed)
            {
                named.Add(new DispatchTarget(agent.State.AgentId, StatusOf(status), why));
            }
        }

        if (
            counts.ContainsKey(AgentOrderStatus.Behind)
            && now < waiting.ReportBy
            && now < waiting.Expires.GetValueOrDefault(DateTimeOffset.MaxValue)
        )
        {
            return;
        }

        lock (_gate)
        {
            _ofGroups.Remove(waiting);
            _count--;
        }

        engine()?.ReportSent(waiting.Order, GroupOf(waiting.Target, counts));
        named.ForEach(target => engine()?.ReportSent(waiting.Order, target));
    }

    /// <summary>Returns the group of a target, with the status of its agents.</summary>
    public static DispatchGroup GroupOf(FleetTarget target, IReadOnlyDictionary<AgentOrderStatus, int> counts)
    {
        var hosts = counts
            .GroupBy(static pair => StatusOf(pair.Key), static pair => pair.Value)
            .ToImmutableSortedDictionary(static group => group.Key, static group => group.Sum());
        string[] details =
        [
            counts.TryGetValue(AgentOrderStatus.Behind, out var behind) ? $"{behind} behind" : "",
            counts.TryGetValue(AgentOrderStatus.Away, out var away) ? $"{away} away" : "",
        ];
        var detail = string.Join(", ", details.Where(static part => part.Length > 0));
        return new DispatchGroup(target.ToString(), hosts, detail.Length == 0 ? null : detail) { IsKept = true };
    }

    public static DispatchStatus StatusOf(AgentOrderStatus status) =>
        status switch
        {
            AgentOrderStatus.Done => DispatchStatus.Delivered,
            AgentOrderStatus.Refused => DispatchStatus.Refused,
            AgentOrderStatus.Failed => DispatchStatus.Failed,
            _ => DispatchStatus.Queued,
        };

    private sealed record Waiting(
        ResponseOrder Order,
        FleetTarget Target,
        ulong Sequence,
        DateTimeOffset? Expires,
        DateTimeOffset ReportBy
    );
}
