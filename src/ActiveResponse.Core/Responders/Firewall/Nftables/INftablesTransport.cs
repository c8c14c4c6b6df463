namespace ActiveResponse.Responders.Firewall.Nftables;

/// <summary>Sends changes to the kernel and reads the table.</summary>
internal interface INftablesTransport : IDisposable
{
    /// <summary>Creates sets, then changes elements.</summary>
    ValueTask<FirewallAttempt> RunAsync(NftablesTransaction transaction, CancellationToken cancellationToken);

    /// <summary>Whether the kernel is known to accept our table with these sets, their chains and rules; creates nothing.</summary>
    ValueTask<bool> AcceptsAsync(IReadOnlyCollection<NftablesSet> sets, CancellationToken cancellationToken);

    /// <summary>Reads our table; null if it doesn't exist.</summary>
    /// <param name="withElements">Whether to read the elements of its sets too.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="FirewallException">The table can't be read.</exception>
    ValueTask<NftablesListing?> ListAsync(bool withElements, CancellationToken cancellationToken);

    /// <summary>The transport of elements and the reason for it, in one sentence. Retries a refused one.</summary>
    string Describe();
}
