namespace ActiveResponse.Guards;

/// <summary>When a guard is asked.</summary>
public enum GuardStage
{
    /// <summary>Before an order leaves for another host, which may have no guards of its own.</summary>
    BeforeSending,

    /// <summary>On the host that carries it out, just before it is queued.</summary>
    BeforeRunning,
}
