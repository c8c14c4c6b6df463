using System.Net;
using System.Net.Sockets;
using ActiveResponse.Configuration;

namespace ActiveResponse.Guards;

/// <summary>Resolves names with the host's resolver.</summary>
/// <remarks>The C library blocks a thread per name. On the thread pool, a list of dead names would take every thread.</remarks>
internal sealed class DnsHostNameResolver : IHostNameResolver, IDisposable
{
    private readonly SemaphoreSlim _threads = new(64);

    public async ValueTask<IReadOnlyList<AddressPrefix>?> ResolveAsync(string hostName, CancellationToken cancellationToken)
    {
        await _threads.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var addresses = await Task
                .Factory.StartNew(
                    () => Dns.GetHostAddresses(hostName),
                    cancellationToken,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default
                )
                .ConfigureAwait(false);
            return addresses.Length == 0 ? null : [.. addresses.Select(static address => AddressPrefix.From(address))];
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            return null;
        }
        finally
        {
            _threads.Release();
        }
    }

    public void Dispose() => _threads.Dispose();
}
