using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.Firewalld;

/// <summary>The requests to firewalld that each block takes.</summary>
internal interface IFirewalldTransport : IDisposable
{
    /// <summary>The rich rules of a zone, in firewalld's spelling.</summary>
    /// <exception cref="FirewallException">They can't be listed.</exception>
    ValueTask<IReadOnlyList<string>> ListRulesAsync(FirewalldPlace zone, CancellationToken cancellationToken);

    /// <summary>Adds or removes rich rules.</summary>
    /// <returns>What firewalld says of each.</returns>
    /// <exception cref="FirewallException">firewalld can't be used here.</exception>
    ValueTask<FirewalldMessages> ChangeRulesAsync(
        FirewalldPlace zone,
        bool adds,
        FirewalldRichRule form,
        IReadOnlyList<AddressPrefix> addresses,
        CancellationToken cancellationToken
    );

    /// <summary>The entries of a set, or null if the set doesn't exist.</summary>
    /// <exception cref="FirewallException">They can't be listed.</exception>
    ValueTask<IReadOnlyList<string>?> ListEntriesAsync(FirewalldPlace set, CancellationToken cancellationToken);

    /// <summary>Adds or removes entries of a set. Hold the lock: many entries are read and written back as a whole.</summary>
    /// <param name="set">The set.</param>
    /// <param name="adds">Whether they are added.</param>
    /// <param name="entries">The entries.</param>
    /// <param name="named">Gets what firewalld says of single entries.</param>
    /// <param name="cancellationToken">Cancels the change.</param>
    /// <exception cref="FirewallException">firewalld can't be used here, or the set may hold anything.</exception>
    ValueTask<FirewallAttempt> ChangeEntriesAsync(
        FirewalldPlace set,
        bool adds,
        AddressPrefix[] entries,
        Dictionary<AddressPrefix, string> named,
        CancellationToken cancellationToken
    );

    /// <summary>The default zone.</summary>
    /// <exception cref="FirewallException">firewalld can't be used here.</exception>
    ValueTask<string> DefaultZoneAsync(CancellationToken cancellationToken);

    /// <summary>The active sources of a zone.</summary>
    /// <exception cref="FirewallException">firewalld can't be used here.</exception>
    ValueTask<IReadOnlyList<string>> ListSourcesAsync(string zone, CancellationToken cancellationToken);

    /// <summary>Has firewalld load a set again that it failed to load. Hold the lock.</summary>
    /// <exception cref="FirewallException">It failed again.</exception>
    ValueTask SettleAsync(FirewalldPlace set, CancellationToken cancellationToken);

    /// <summary>How requests reach firewalld, as far as one that changes nothing shows, and why; in one sentence.</summary>
    ValueTask<string> DescribeAsync(CancellationToken cancellationToken);
}
