namespace ActiveResponse.Ossec.ManagerQueues;

/// <summary>A manager's queue for orders.</summary>
public enum ManagerQueue
{
    /// <summary><c>queue/alerts/execq</c>, read by this host's <c>execd</c>.</summary>
    Host,

    /// <summary><c>queue/alerts/ar</c>, read by <c>remoted</c> for agents.</summary>
    Agents,
}
