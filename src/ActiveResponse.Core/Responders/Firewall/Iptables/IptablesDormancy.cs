using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.Nftables;
using ActiveResponse.Responders.Firewall.Nftables.Netlink;

namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>Checks whether the table of iptables-nft is dormant: iptables lists its rules all the same, but no packet meets them.</summary>
/// <param name="runner">Runs programs.</param>
/// <param name="variant">Which iptables it is.</param>
/// <param name="program">The iptables of one family.</param>
/// <param name="open">Opens a socket to the kernel; null where only programs reach it.</param>
internal sealed class IptablesDormancy(ICommandRunner runner, IptablesVariant variant, IptablesProgram program, NetlinkOpener? open = null)
{
    private const string Table = "filter";
    private readonly NetlinkOpener? _open = open ?? (runner is CommandRunner ? NetlinkSocket.Open : null);
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

    /// <summary>Whether the rules are in nftables.</summary>
    public async ValueTask<bool> IsNftAsync(CancellationToken cancellationToken) =>
        _isNft ??= (await program.VersionAsync(cancellationToken).ConfigureAwait(false)).OutputText.Contains(
            "(nf_tables)",
            StringComparison.Ordinal
        );

    private async ValueTask<FirewallPassage?> FindAsync(bool isIPv6, CancellationToken cancellationToken)
    {
        if (!await IsNftAsync(cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        var family = isIPv6 ? "ip6" : "ip";
        var isDormant = _open is not null ? TableState.IsDormant(_open, isIPv6, Table) : null;
        return isDormant ?? await AskNftAsync(family, cancellationToken).ConfigureAwait(false)
            ? new FirewallPassage($"the table {family} {Table} is dormant (nft add table {family} {Table} wakes it)", Source: null)
            : null;
    }

    private async ValueTask<bool> AskNftAsync(string family, CancellationToken cancellationToken)
    {
        var listed = await runner
            .RunAsync(new CommandInvocation("nft", "-j", "list", "tables", family), cancellationToken)
            .ConfigureAwait(false);
        if (listed.StartFailure == StartFailure.NotFound)
        {
            // Only nft can make a table dormant.
            _isNft = false;
        }

        return listed.IsSuccess && NftablesListingReader.IsDormant(listed.StandardOutput, Table);
    }
}
