namespace ActiveResponse.Ossec.ManagerQueues;

/// <summary>A queue of a manager that takes orders.</summary>
public enum ManagerQueue
{
    /// <summary><c>queue/alerts/execq</c>: <c>execd</c> of this host.</summary>
    Host,

    /// <summary><c>queue/alerts/ar</c>: <c>remoted</c>, for agents.</summary>
    Agents,
}
