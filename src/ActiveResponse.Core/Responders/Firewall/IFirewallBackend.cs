using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall;

/// <summary>Blocks addresses in batches: all that a firewall plug-in implements. Calls never overlap.</summary>
/// <remarks>It never touches an entry of the administrator's, and refuses what it can't express (a prefix, IPv6); it never
/// truncates.</remarks>
public interface IFirewallBackend
{
    /// <summary>The name that <c>&lt;executable&gt;</c> refers to, e.g. <c>host-deny</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Where its entries are: its kind and, behind a colon, what tells its place from others of that kind, e.g.
    /// <c>nftables:inet/active_response</c>. It is put on record with each block, and only a backend of the same place takes the block
    /// back. It may not change while the backend lives. Default: its name.
    /// </summary>
    string Place => Name;

    /// <summary>What it can express and do by itself.</summary>
    FirewallCapabilities Capabilities { get; }

    /// <summary>Looks whether it can work on this host, without changing anything.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    ValueTask<FirewallProbe> ProbeAsync(CancellationToken cancellationToken);

    /// <summary>Puts entries in place and takes others away, as one batch.</summary>
    /// <param name="adds">Entries to be there afterwards; one that is there already gets its new end.</param>
    /// <param name="removes">Addresses to be gone afterwards; removing what isn't there succeeds.</param>
    /// <param name="cancellationToken">Fires when the deadline has passed.</param>
    /// <returns>One result for each add and each remove, in their order.</returns>
    ValueTask<FirewallBatchResult> ApplyAsync(
        IReadOnlyList<FirewallEntry> adds,
        IReadOnlyList<AddressPrefix> removes,
        CancellationToken cancellationToken
    );

    /// <summary>The entries that are there by our hand.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    ValueTask<IReadOnlyList<FirewallEntry>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Removes everything that is there by our hand and leaves the host as it was found.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    ValueTask UninstallAsync(CancellationToken cancellationToken);
}
