using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall;

/// <summary>Blocks addresses in batches; a firewall plug-in implements nothing else. Calls never overlap.</summary>
/// <remarks>Never touches the administrator's entries. Refuses what it can't express (a prefix, IPv6) and never truncates.</remarks>
public interface IFirewallBackend
{
    /// <summary>The name that <c>&lt;executable&gt;</c> refers to, e.g. <c>host-deny</c>.</summary>
    string Name { get; }

    /// <summary>The place of its entries: its kind and, after a colon, which one of that kind, e.g. <c>nftables:inet/active_response</c>.
    /// Recorded with each block; only a backend of the same place lifts it. Must not change. Default: its name.</summary>
    string Place => Name;

    /// <summary>Its abilities.</summary>
    FirewallCapabilities Capabilities { get; }

    /// <summary>Checks whether it can work on this host, without changing anything.</summary>
    /// <param name="cancellationToken">Cancels the check.</param>
    ValueTask<FirewallProbe> ProbeAsync(CancellationToken cancellationToken);

    /// <summary>Adds and removes entries as one batch.</summary>
    /// <param name="adds">Entries to add; an existing one gets its new end.</param>
    /// <param name="removes">Addresses to remove; removing a missing one succeeds.</param>
    /// <param name="cancellationToken">Canceled when the deadline has passed.</param>
    /// <returns>One result for each add and each remove, in order.</returns>
    ValueTask<FirewallBatchResult> ApplyAsync(
        IReadOnlyList<FirewallEntry> adds,
        IReadOnlyList<AddressPrefix> removes,
        CancellationToken cancellationToken
    );

    /// <summary>Lists our entries.</summary>
    /// <param name="cancellationToken">Cancels the listing.</param>
    ValueTask<IReadOnlyList<FirewallEntry>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Removes all our entries and set-up, so the host is as before.</summary>
    /// <param name="cancellationToken">Cancels the removal.</param>
    ValueTask UninstallAsync(CancellationToken cancellationToken);
}
