namespace ActiveResponse.Guards.Network;

/// <summary>Reads from the system what this host needs to stay reachable.</summary>
internal interface IHostNetworkReader
{
    /// <summary>Reads all of it; doesn't throw.</summary>
    /// <param name="previous">What was read before: where a source fails now, its addresses stay.</param>
    HostNetwork Read(HostNetwork previous);
}
