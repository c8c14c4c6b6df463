using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.Nftables;

namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>Checks whether the table of iptables-nft is dormant: iptables lists its rules all the same, but no packet meets them.</summary>
internal sealed class IptablesDormancy(ICommandRunner runner, IptablesVariant variant, IptablesProgram program)
{
    private bool? _isNft = variant switch
    {
        IptablesVariant.Nft => true,
        IptablesVariant.Legacy => false,
        _ => null,
    };

    /// <summary>What lets packets pass before our chain: a dormant table, otherwise others' rules.</summary>
    public async ValueTask<IReadOnlyList<FirewallPassage>> FindPassagesAsync(
        IptablesFrame frame,
        IptablesTable table,
        CancellationToken cancellationToken
    ) =>
        await FindAsync(program.IsIPv6, cancellationToken).ConfigureAwait(false) is { } asleep
            ? [asleep]
            : new IptablesPassages(frame, table).Find();

    private async ValueTask<FirewallPassage?> FindAsync(bool isIPv6, CancellationToken cancellationToken)
    {
        _isNft ??= (await program.VersionAsync(cancellationToken).ConfigureAwait(false)).OutputText.Contains(
            "(nf_tables)",
            StringComparison.Ordinal
        );
        if (_isNft == false)
        {
            return null;
        }

        var family = isIPv6 ? "ip6" : "ip";
        var listed = await runner
            .RunAsync(new CommandInvocation("nft", "-j", "list", "tables", family), cancellationToken)
            .ConfigureAwait(false);
        if (listed.StartFailure == StartFailure.NotFound)
        {
            // Only nft can make a table dormant.
            _isNft = false;
        }

        return listed.IsSuccess && NftablesListingReader.IsDormant(listed.StandardOutput, "filter")
            ? new FirewallPassage($"the table {family} filter is dormant (nft add table {family} filter wakes it)", Source: null)
            : null;
    }
}
