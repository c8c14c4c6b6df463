namespace ActiveResponse.Responders;

/// <summary>A responder that acts on addresses and reports whether it can act on networks.</summary>
internal interface INetworkResponder
{
    /// <summary>Whether it blocks whole networks, also of IPv6.</summary>
    bool TakesNetworks { get; }
}
