namespace ActiveResponse.Responders.Firewall.Nftables;

/// <summary>How changes reach the kernel, and what is there is read.</summary>
internal interface INftablesTransport : IDisposable
{
    /// <summary>Makes sets, then changes elements.</summary>
    ValueTask<FirewallAttempt> RunAsync(NftablesTransaction transaction, CancellationToken cancellationToken);

    /// <summary>What is in our table, or null if there is no such table.</summary>
    /// <param name="withElements">Whether the elements of its sets are wanted too.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="FirewallException">It can't be told.</exception>
    ValueTask<NftablesListing?> ListAsync(bool withElements, CancellationToken cancellationToken);

    /// <summary>By which way elements go, and why; in one sentence. Tries again what was refused.</summary>
    string Describe();
}
