namespace ActiveResponse.Guards.Network;

/// <summary>Word from the system that addresses or routes have changed.</summary>
internal interface INetworkEvents : IDisposable
{
    /// <summary>Whether something has changed that nobody was told of yet; never waits.</summary>
    bool HaveCome();
}
