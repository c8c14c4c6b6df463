namespace ActiveResponse.Nats;

/// <summary>The status of an order on an agent, according to the agent's reports.</summary>
public enum AgentOrderStatus
{
    /// <summary>The agent carried the order out, or the order ended or was replaced before the agent read it.</summary>
    Done,

    /// <summary>The agent's guards refused the order, or its message was invalid.</summary>
    Refused,

    /// <summary>The agent failed to carry the order out.</summary>
    Failed,

    /// <summary>The agent is online, and hasn't processed the order yet.</summary>
    Behind,

    /// <summary>The agent hasn't reported for a while. It gets the order when it reconnects, if the order is still in force.</summary>
    Away,
}
