namespace ActiveResponse.Responders.Firewall.Nftables;

/// <summary>Uses the nft program for everything: one run, one transaction.</summary>
internal sealed class NftablesProgramTransport(NftablesOptions options, NftablesProgram program, TimeProvider clock) : INftablesTransport
{
    public async ValueTask<FirewallAttempt> RunAsync(NftablesTransaction transaction, CancellationToken cancellationToken)
    {
        var script = new NftablesScript(options, clock);
        if (transaction.Sets.Count > 0)
        {
            script.Arm(NftablesSet.InOrder(transaction.Sets));
        }

        script.Change(transaction.Changes, transaction.UpdatesTimeouts);
        return script.IsEmpty
            ? FirewallAttempt.Done()
            : NftablesFailures.AttemptOf(await program.RunAsync(script, cancellationToken).ConfigureAwait(false));
    }

    // The program is asked by itself, as it says why not.
    public ValueTask<bool> AcceptsAsync(IReadOnlyCollection<NftablesSet> sets, CancellationToken cancellationToken) => new(false);

    public ValueTask<NftablesListing?> ListAsync(bool withElements, CancellationToken cancellationToken) =>
        program.ListAsync(options.Table, withElements, cancellationToken);

    public string Describe() => "Elements go through the nft program.";

    public void Dispose() { }
}
