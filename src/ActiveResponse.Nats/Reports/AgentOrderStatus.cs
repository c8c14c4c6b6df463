namespace ActiveResponse.Nats;

/// <summary>What an agent has made of an order, by what it has reported.</summary>
public enum AgentOrderStatus
{
    /// <summary>It has carried it out; or the order had ended, or was replaced, before it came to it.</summary>
    Done,

    /// <summary>It has refused it: its guards, or because the message was not in order.</summary>
    Refused,

    /// <summary>It could not do it.</summary>
    Failed,

    /// <summary>It is there and has not come to it yet.</summary>
    Behind,

    /// <summary>It has not reported for a while; it gets the order when it is back, if that holds by then.</summary>
    Away,
}
