namespace ActiveResponse.Guards.Network;

/// <summary>Change notifications of the system for addresses and routes.</summary>
internal interface INetworkEvents : IDisposable
{
    /// <summary>Whether an unreported change has arrived; never waits.</summary>
    bool HaveCome();
}
