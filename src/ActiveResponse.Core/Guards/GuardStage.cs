namespace ActiveResponse.Guards;

/// <summary>When a guard runs.</summary>
public enum GuardStage
{
    /// <summary>Before an order leaves for another host, which may have no guards.</summary>
    BeforeSending,

    /// <summary>On the executing host, just before the order is queued.</summary>
    BeforeRunning,
}
