using System.Collections.Concurrent;
using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.Nftables.Netlink;

/// <summary>Lists our sets. Changes wait for a short list; a long one has a socket of its own. Thread-safe.</summary>
/// <param name="open">Opens a socket for a long list.</param>
/// <param name="table">Our table.</param>
/// <param name="clock">The clock.</param>
internal sealed class ElementLists(NetlinkOpener open, string table, TimeProvider clock)
{
    private const int MostAttempts = 10;

    // Each of them takes seconds.
    private const int MostLongAttempts = 3;

    // For each part of a list the kernel walks the set from its start: a million elements take a minute. Blocks mustn't wait so long.
    private static readonly TimeSpan LongList = TimeSpan.FromSeconds(1);

    // Well below the deadline of a block.
    private static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<NftablesSet, TimeSpan> _times = new();

    /// <summary>The elements of a set and their remaining time; none if the set doesn't exist.</summary>
    /// <param name="socket">The socket for changes and short lists.</param>
    /// <param name="set">The set.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="NetlinkException">The socket fails.</exception>
    /// <exception cref="FirewallException">The set changes faster than it can be read.</exception>
    public async ValueTask<List<(AddressPrefix Address, TimeSpan? Left)>> ListAsync(
        ElementSocket socket,
        NftablesSet set,
        CancellationToken cancellationToken
    )
    {
        var isLong = _times.GetValueOrDefault(set) > LongList;
        var (error, took, elements) = isLong
            ? await ListBesideAsync(socket, set, cancellationToken).ConfigureAwait(false)
            : await socket.ListAsync(set, MostAttempts, cancellationToken).ConfigureAwait(false);
        if (error == NetlinkErrors.Interrupted && isLong && took < LongestHold)
        {
            // Our own changes come too often: they wait this time.
            (error, took, elements) = await socket.ListAsync(set, MostLongAttempts, cancellationToken).ConfigureAwait(false);
        }

        _times[set] = took;
        return error switch
        {
            0 => elements,
            NetlinkErrors.Missing => [],
            NetlinkErrors.Interrupted => throw new FirewallException(
                $"the set {set.Name} can't be listed: it changes faster than it can be read."
            ),
            _ => throw new FirewallException($"the set {set.Name} can't be listed: {NetlinkErrors.Explain(error)}"),
        };
    }

    private async ValueTask<(int Error, TimeSpan Took, List<(AddressPrefix Address, TimeSpan? Left)> Elements)> ListBesideAsync(
        ElementSocket socket,
        NftablesSet set,
        CancellationToken cancellationToken
    )
    {
        if (open(out _) is { } opened)
        {
            using var beside = new ElementSocket(opened, table, clock);
            try
            {
                return await beside.ListAsync(set, MostLongAttempts, cancellationToken).ConfigureAwait(false);
            }
            catch (NetlinkException)
            {
                // The other socket may do.
            }
        }

        return await socket.ListAsync(set, MostAttempts, cancellationToken).ConfigureAwait(false);
    }
}
