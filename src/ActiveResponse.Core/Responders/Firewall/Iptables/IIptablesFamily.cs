namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>The entries of one family of addresses. Calls that change them run under the lock.</summary>
internal interface IIptablesFamily
{
    bool IsIPv6 { get; }

    /// <summary>Makes changes, each address once.</summary>
    /// <returns>A result for each.</returns>
    /// <exception cref="FirewallException">Nothing can be done here.</exception>
    ValueTask<IReadOnlyList<ResponderResult>> ApplyAsync(IReadOnlyList<FirewallChange> changes, CancellationToken cancellationToken);

    /// <summary>What is in place and in force, and what lets packets of it pass.</summary>
    /// <exception cref="FirewallException">It can't be read.</exception>
    ValueTask<FirewallFindings> ListAsync(CancellationToken cancellationToken);

    /// <summary>Removes all that is ours.</summary>
    /// <exception cref="FirewallException">It can't be removed.</exception>
    ValueTask UninstallAsync(CancellationToken cancellationToken);
}
