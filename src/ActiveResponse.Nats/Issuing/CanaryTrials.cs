using ActiveResponse.Diagnostics;
using ActiveResponse.Nats.Messages;
using ActiveResponse.Nats.Reports;
using ActiveResponse.Planning;

namespace ActiveResponse.Nats.Issuing;

/// <summary>Tries orders for all agents on some of them first.</summary>
/// <remarks>
/// The ledger has the canaries' orders, marked as such, so that the next run continues a trial that a kill interrupted.
/// </remarks>
internal sealed class CanaryTrials(IssuerContext context, AgentDirectory agents, OrderPublisher publisher, Func<string?> epoch)
{
    private readonly Dictionary<string, CanaryTrial> _running = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    private OrderLedger Ledger => context.Ledger;

    /// <summary>Resumes the trials of an earlier run.</summary>
    public void Resume()
    {
        var begun = Ledger
            .List()
            .Select(static one => one.Message.Content)
            .Where(static content => content is { Verb: MessageVerb.Apply, IsCanary: true, Order: not null })
            .GroupBy(static content => content.Key)
            .Where(group => !Ledger.IsOrderedForAll(group.Key));
        lock (_gate)
        {
            foreach (var group in begun)
            {
                var longest = group.MaxBy(static content => content.End ?? DateTimeOffset.MaxValue)!;
                _running[group.Key] = new CanaryTrial(group.Key, [.. group.Select(static content => content.Target)])
                {
                    Order = longest.Order!,
                    End = longest.End,
                };
            }
        }
    }

    /// <summary>Starts the trial of an order, or extends the effect of the one in progress.</summary>
    /// <param name="order">The order as agents get it.</param>
    /// <param name="end">When its effect ends; null for until lifted.</param>
    /// <returns>The number of canaries; 0 if no agent can try it.</returns>
    public int Try(ResponseOrder order, DateTimeOffset? end)
    {
        var key = EffectKey.Of(order);
        lock (_gate)
        {
            if (_running.TryGetValue(key, out var trial))
            {
                if (trial.End is { } until && (end is null || end > until))
                {
                    (trial.Order, trial.End) = (order, end);
                }

                return trial.Agents.Count;
            }

            var chosen = Choose();
            if (chosen.Count == 0)
            {
                return 0;
            }

            foreach (var agent in chosen)
            {
                publisher.Enqueue(Ledger.Order(agent, order, end, expires: end, isCanary: true).Subject);
            }

            _running.Add(key, new CanaryTrial(key, chosen) { Order = order, End = end });
            return chosen.Count;
        }
    }

    /// <summary>Whether a trial of an effect is in progress.</summary>
    public bool IsTrying(string key)
    {
        lock (_gate)
        {
            return _running.ContainsKey(key);
        }
    }

    /// <summary>Returns the trials that have ended, and lifts the orders of failed ones on their canaries.</summary>
    /// <param name="refusalOf">Returns why an order must not be issued any more; null if it may.</param>
    public IReadOnlyList<CanaryVerdict> TakeVerdicts(Func<ResponseOrder, string?> refusalOf)
    {
        lock (_gate)
        {
            var verdicts = _running
                .Values.Select(Judge)
                .OfType<CanaryVerdict>()
                .Select(verdict => verdict with { Failure = verdict.Failure ?? refusalOf(verdict.Trial.Order) })
                .ToList();
            foreach (var (trial, failure) in verdicts)
            {
                _running.Remove(trial.Key);
                if (failure is not null)
                {
                    Lift(trial);
                }
            }

            return verdicts;
        }
    }

    private List<FleetTarget> Choose()
    {
        var awayBefore = context.Clock.GetUtcNow() - context.Options.AwayAfter;
        var there = agents.All.Where(agent => agent.SeenAt >= awayBefore && !agent.State.IsDryRun && !agent.State.IsHalted).ToArray();
        Random.Shared.Shuffle(there);
        return [.. there.Take(context.Options.CanaryAgents ?? 0).Select(static agent => FleetTarget.Agent(agent.Key))];
    }

    private CanaryVerdict? Judge(CanaryTrial trial)
    {
        var now = context.Clock.GetUtcNow();
        if (trial.End <= now)
        {
            return new CanaryVerdict(trial, "it ended before all canaries had answered");
        }

        var orders = trial.Agents.Select(agent => (Agent: agent, Found: Ledger.Find(SubjectOf(trial, agent)))).ToList();
        if (orders.Any(static order => order.Found is not { Message.Content.Verb: MessageVerb.Apply }))
        {
            return new CanaryVerdict(trial, "it was lifted during its trial");
        }

        if (orders.Any(static order => order.Found!.Value.Sequence == 0))
        {
            return null;
        }

        trial.Deadline ??= now + context.Options.CanaryWithin;
        return JudgeAnswers(trial, orders.Select(static order => (order.Agent, order.Found!.Value.Sequence)), now);
    }

    private CanaryVerdict? JudgeAnswers(CanaryTrial trial, IEnumerable<(FleetTarget Agent, ulong Sequence)> orders, DateTimeOffset now)
    {
        var answers = orders.Select(order => (order.Agent, Standing: StandingOf(order.Agent, order.Sequence))).ToList();
        var (bad, standing) = answers.FirstOrDefault(static answer =>
            answer.Standing.Status is AgentOrderStatus.Refused or AgentOrderStatus.Failed
        );
        if (standing.Why is { } why)
        {
            return new CanaryVerdict(trial, $"canary {bad} {NameOf(standing.Status)} it: {why}");
        }

        var open = answers.Count(static answer => answer.Standing.Status != AgentOrderStatus.Done);
        if (open == 0)
        {
            return new CanaryVerdict(trial, Failure: null);
        }

        return now < trial.Deadline
            ? null
            : new CanaryVerdict(
                trial,
                $"{open} of {answers.Count} canaries did not answer within {context.Options.CanaryWithin.TotalSeconds:0} s"
            );
    }

    private (AgentOrderStatus Status, string? Why) StandingOf(FleetTarget target, ulong sequence)
    {
        if (agents.Find(target.Name!) is not { } agent)
        {
            return (AgentOrderStatus.Away, null);
        }

        var status = OrderStanding.Of(agent, epoch(), target, sequence, DateTimeOffset.MinValue, out var why);
        return (status, why is null ? null : SafeText.Of(why));
    }

    // Only the trial's own orders: another response may have ordered the effect for this agent alone.
    private void Lift(CanaryTrial trial)
    {
        var subjects = trial.Agents.Select(agent => SubjectOf(trial, agent));
        foreach (var subject in subjects.Where(subject => Ledger.Find(subject) is { Message.Content.IsCanary: true }))
        {
            if (Ledger.Lift(subject) is { } entry)
            {
                publisher.Enqueue(entry.Subject);
            }
        }
    }

    private string SubjectOf(CanaryTrial trial, FleetTarget agent) => context.Connection.Subjects.OrderFor(agent, trial.Key);

    private static string NameOf(AgentOrderStatus status) => status == AgentOrderStatus.Refused ? "refused" : "failed";
}
