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

    /// <summary>Completes once all stored states have been read for the first time.</summary>
    public Task WhenRead => _whenRead.Task;

    public KnownAgent? Find(string id) => _agents.GetValueOrDefault(FleetTarget.Plain(id));

    /// <summary>Finds the only agent with a name; null if there is none, or several.</summary>
    public KnownAgent? FindByName(string name)
    {
        var named = _agents.Values.Where(agent => agent.State.Name == name).Take(2).ToList();
        return named is [var only] ? only : null;
    }

    /// <summary>Returns the known agents of a target.</summary>
    public IEnumerable<KnownAgent> Of(FleetTarget target) =>
        target.Kind switch
        {
            FleetTargetKind.Agent => Find(target.Name!) is { } one ? [one] : [],
            FleetTargetKind.Label => _agents.Values.Where(agent => agent.State.Labels.Contains(target.Name!)),
            _ => _agents.Values,
        };

    /// <summary>Starts reading the stream from its start: what follows was reported earlier.</summary>
    public void BeginReading() => _isLive = false;

    /// <summary>Marks all stored states as read.</summary>
    public void CaughtUp()
    {
        _isLive = true;
        _whenRead.TrySetResult();
    }

    /// <summary>Records a state.</summary>
    /// <returns>The agent; null if the state is invalid.</returns>
    public KnownAgent? Take(FoundMessage found)
    {
        // The subject identifies the agent: the server lets it use no other.
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

    /// <summary>An agent, as of its latest report.</summary>
    /// <param name="Key">The agent's id as used in subjects.</param>
    /// <param name="State">The reported state.</param>
    /// <param name="SeenAt">When it was reported.</param>
    internal sealed record KnownAgent(string Key, AgentState State, DateTimeOffset SeenAt);
}
