using System.Collections.Immutable;
using ActiveResponse.Nats.Messages;
using ActiveResponse.Planning;

namespace ActiveResponse.Nats.Issuing;

/// <content>Reports on the fleet's agents and orders.</content>
internal sealed partial class FleetIssuer
{
    /// <summary>Lists the agents that have ever reported.</summary>
    public IEnumerable<FleetAgentReport> ListAgents()
    {
        var (orders, away) = (_ledger.List(), _clock.GetUtcNow() - _options.AwayAfter);
        return Agents.All.Select(agent => new FleetAgentReport
        {
            Id = agent.State.AgentId,
            Name = agent.State.Name,
            HostName = agent.State.HostName,
            Version = agent.State.Version,
            Labels = agent.State.Labels,
            SeenAt = agent.SeenAt,
            IsAway = agent.SeenAt < away,
            Behind = orders.Count(order =>
                IsFor(order.Message.Content.Target, agent)
                && OrderStanding.Of(agent, _mirror.Epoch, order.Message.Content.Target, order.Sequence, away, out _)
                    is AgentOrderStatus.Behind
                        or AgentOrderStatus.Away
            ),
            InPlace = agent.State.InPlace,
            IsDryRun = agent.State.IsDryRun,
            IsHalted = agent.State.IsHalted,
            ClockAhead = agent.State.ClockAhead,
            RefusedMessages = agent.State.RefusedMessages,
            Failures = agent.State.Failures,
        });
    }

    /// <summary>Lists the orders in force, with their status on the agents.</summary>
    /// <param name="target">Only those for this target; null for all.</param>
    /// <param name="withAgents">Whether to include the status of each agent.</param>
    public IEnumerable<FleetOrder> ListOrders(FleetTarget? target, bool withAgents)
    {
        var away = _clock.GetUtcNow() - _options.AwayAfter;
        return _ledger
            .List()
            .Where(one => one.Message.Content.Order is not null && (target is null || one.Message.Content.Target == target))
            .Select(one => ReportOf(one.Message, one.Sequence, withAgents, away));
    }

    /// <summary>Finds the order in force for an effect and a target; null if there is none.</summary>
    public FleetOrder? Find(FleetTarget target, ResponseOrder order) =>
        _ledger.Find(_connection.Subjects.OrderFor(target, EffectKey.Of(order))) is { } found
            ? ReportOf(found.Message, found.Sequence, withAgents: true, _clock.GetUtcNow() - _options.AwayAfter)
            : null;

    private FleetOrder ReportOf(SignedMessage message, ulong sequence, bool withAgents, DateTimeOffset away)
    {
        var content = message.Content;
        var standing = Agents
            .Of(content.Target)
            .Select(agent =>
                (agent.State.AgentId, Status: OrderStanding.Of(agent, _mirror.Epoch, content.Target, sequence, away, out var why), Why: why)
            )
            .ToList();
        return new FleetOrder
        {
            Target = content.Target,
            IsLift = content.Verb == MessageVerb.Lift,
            Order = content.Order!,
            Issued = content.Issued,
            Until = content.End,
            Issuer = message.Issuer,
            Sequence = sequence,
            Agents = standing.CountBy(static agent => agent.Status).ToImmutableSortedDictionary(),
            Named = withAgents ? [.. standing] : [],
        };
    }

    public IEnumerable<HealthFinding> CheckHealth()
    {
        var unpublished = _ledger.Unpublished().Count;
        yield return new HealthFinding("fleet connection", _connection.Trouble is null, _connection.Trouble ?? "connected");
        yield return new HealthFinding(
            "fleet stream",
            _mirror.Trouble is null,
            _mirror.Trouble ?? (unpublished == 0 ? "everything is published" : $"{unpublished} pending")
        );
        var away = _clock.GetUtcNow() - _options.AwayAfter;
        var known = Agents.All;
        yield return new HealthFinding(
            "fleet agents",
            IsFine: true,
            $"{known.Count(agent => agent.SeenAt >= away)} of {known.Count} online"
        );
    }

    private static bool IsFor(FleetTarget target, AgentDirectory.KnownAgent agent) =>
        target.Kind switch
        {
            FleetTargetKind.Agent => target.Name == agent.Key,
            FleetTargetKind.Label => agent.State.Labels.Contains(target.Name!),
            _ => true,
        };
}
