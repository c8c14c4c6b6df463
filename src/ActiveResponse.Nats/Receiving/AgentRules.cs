using ActiveResponse.Nats.Messages;
using ActiveResponse.Nats.Rules;

namespace ActiveResponse.Nats.Receiving;

/// <summary>The fleet's rules, as known to an agent.</summary>
internal sealed class AgentRules
{
    private volatile FleetRules _current = FleetRules.None;

    public FleetRules Current => _current;

    /// <summary>Restores the rules of an earlier run.</summary>
    public void Resume(FleetRules rules) => _current = rules;

    /// <summary>Applies a message. Callers must not call it concurrently.</summary>
    public FleetRules Add(FleetMessage message) => _current = _current.With(message);
}
