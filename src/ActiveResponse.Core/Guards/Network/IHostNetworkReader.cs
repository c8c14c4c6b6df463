namespace ActiveResponse.Guards.Network;

/// <summary>Reads the addresses this host needs to stay reachable.</summary>
internal interface IHostNetworkReader
{
    /// <summary>Reads all addresses; doesn't throw.</summary>
    /// <param name="previous">Previous result; a source that fails now keeps its addresses.</param>
    HostNetwork Read(HostNetwork previous);
}
