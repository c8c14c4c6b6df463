using ActiveResponse.Configuration;

namespace ActiveResponse.Guards;

/// <summary>Resolves a host name of the allow list.</summary>
internal interface IHostNameResolver
{
    /// <summary>Resolves a name; null if it can't be resolved now.</summary>
    ValueTask<IReadOnlyList<AddressPrefix>?> ResolveAsync(string hostName, CancellationToken cancellationToken);
}
