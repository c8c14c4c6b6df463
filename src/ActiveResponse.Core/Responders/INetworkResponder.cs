namespace ActiveResponse.Responders;

/// <summary>A responder that acts on addresses and knows whether it can act on networks.</summary>
internal interface INetworkResponder
{
    /// <summary>Whether it blocks whole networks, of IPv6 too.</summary>
    bool TakesNetworks { get; }
}
