namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>The entries of one address family. Changes run under the lock.</summary>
internal interface IIptablesFamily
{
    bool IsIPv6 { get; }

    /// <summary>Makes changes, each address once.</summary>
    /// <returns>A result for each.</returns>
    /// <exception cref="FirewallException">Changes aren't possible here.</exception>
    ValueTask<IReadOnlyList<ResponderResult>> ApplyAsync(IReadOnlyList<FirewallChange> changes, CancellationToken cancellationToken);

    /// <summary>The entries in force, and what lets their packets pass.</summary>
    /// <exception cref="FirewallException">The rules can't be read.</exception>
    ValueTask<FirewallFindings> ListAsync(CancellationToken cancellationToken);

    /// <summary>Removes everything of ours.</summary>
    /// <exception cref="FirewallException">The rules can't be removed.</exception>
    ValueTask UninstallAsync(CancellationToken cancellationToken);
}
