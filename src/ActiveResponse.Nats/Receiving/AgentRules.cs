using ActiveResponse.Nats.Messages;
using ActiveResponse.Nats.Rules;

namespace ActiveResponse.Nats.Receiving;

/// <summary>The fleet's rules as an agent knows them.</summary>
internal sealed class AgentRules
{
    private volatile FleetRules _current = FleetRules.None;

    public FleetRules Current => _current;

    /// <summary>Takes up the rules of an earlier run.</summary>
    public void Resume(FleetRules rules) => _current = rules;

    /// <summary>Takes a message in; one after the other.</summary>
    public FleetRules Add(FleetMessage message) => _current = _current.With(message);
}
