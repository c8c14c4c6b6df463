using ActiveResponse.Configuration;

namespace ActiveResponse.Guards;

/// <summary>Knows this host's own addresses.</summary>
internal interface IHostAddresses
{
    /// <summary>The addresses of all interfaces, as of now.</summary>
    IReadOnlyCollection<AddressPrefix> Current { get; }
}
