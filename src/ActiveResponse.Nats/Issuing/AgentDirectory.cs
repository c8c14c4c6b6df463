using System.Collections.Concurrent;
using ActiveResponse.Nats.Connecting;
using ActiveResponse.Nats.Messages;
using ActiveResponse.Nats.Reports;

namespace ActiveResponse.Nats.Issuing;

/// <summary>The latest state of every agent that has ever reported.</summary>
internal sealed class AgentDirectory(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, KnownAgent> _agents = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _whenRead = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isLive;

    public ICollection<KnownAgent> All => _agents.Values;

    /// <summary>Completes once all that was reported before is read for the first time.</summary>
    public Task WhenRead => _whenRead.Task;

    public KnownAgent? Find(string id) => _agents.GetValueOrDefault(FleetTarget.Plain(id));

    /// <summary>The only agent of a name; null when there is none, or several.</summary>
    public KnownAgent? FindByName(string name)
    {
        var named = _agents.Values.Where(agent => agent.State.Name == name).Take(2).ToList();
        return named is [var only] ? only : null;
    }

    /// <summary>The agents a target means, of those that are known.</summary>
    public IEnumerable<KnownAgent> Of(FleetTarget target) =>
        target.Kind switch
        {
            FleetTargetKind.Agent => Find(target.Name!) is { } one ? [one] : [],
            FleetTargetKind.Label => _agents.Values.Where(agent => agent.State.Labels.Contains(target.Name!)),
            _ => _agents.Values,
        };

    /// <summary>Says that what comes next was reported before now: the stream is read from its start.</summary>
    public void BeginReading() => _isLive = false;

    /// <summary>Says that all that was reported before is read.</summary>
    public void CaughtUp()
    {
        _isLive = true;
        _whenRead.TrySetResult();
    }

    /// <summary>Takes note of a state.</summary>
    /// <returns>The agent; null when it can't be read.</returns>
    public KnownAgent? Take(FoundMessage found)
    {
        // The subject says who it is: a server lets an agent use no other.
        if (AgentStateJson.Read(found.Body) is not { } state)
        {
            return null;
        }

        var id = FleetSubjects.AgentOf(found.Subject);
        var now = clock.GetUtcNow();
        var shown = FleetTarget.Plain(state.AgentId) == id ? state.AgentId : id;
        var agent = new KnownAgent(id, state with { AgentId = shown }, _isLive || found.Stored > now ? now : found.Stored);
        _agents[id] = agent;
        return agent;
    }

    /// <summary>An agent as it was when it reported last.</summary>
    /// <param name="Key">Its id as it stands in subjects.</param>
    /// <param name="State">What it has reported.</param>
    /// <param name="SeenAt">When.</param>
    internal sealed record KnownAgent(string Key, AgentState State, DateTimeOffset SeenAt);
}
