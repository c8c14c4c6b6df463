using ActiveResponse.Configuration;

namespace ActiveResponse.Guards;

/// <summary>Resolves a host name of the allow list.</summary>
internal interface IHostNameResolver
{
    /// <summary>The addresses of a name; null when it can't be resolved now.</summary>
    ValueTask<IReadOnlyList<AddressPrefix>?> ResolveAsync(string hostName, CancellationToken cancellationToken);
}
