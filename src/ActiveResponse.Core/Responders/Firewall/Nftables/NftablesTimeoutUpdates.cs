using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.Nftables;

/// <summary>Determines, in a scratch table without chains, whether the kernel updates the timeout of an existing element.</summary>
/// <remarks>Linux does since 6.12; before, it reports success and keeps the old timeout. Distributions backport changes, so an older
/// version proves little; a newer one saves the first block three runs of nft.</remarks>
/// <param name="program">Runs nft.</param>
/// <param name="table">Our table.</param>
/// <param name="kernel">The version of nft's kernel; null if unknown.</param>
internal sealed class NftablesTimeoutUpdates(NftablesProgram program, string table, Version? kernel)
{
    private static readonly Version FirstToUpdate = new(6, 12);

    /// <summary>The name of the scratch table.</summary>
    public static string ScratchOf(string table) => table + "_probe";

    /// <summary>The result; null if another process interfered.</summary>
    public async ValueTask<bool?> ProbeAsync(CancellationToken cancellationToken)
    {
        if (kernel >= FirstToUpdate)
        {
            return true;
        }

        var scratch = ScratchOf(table);
        var made = await program
            .RunAsync(
                $"""
                add table inet {scratch}
                add set inet {scratch} {new NftablesSet(IsIPv6: false, 32).Name} {Definition}
                add element inet {scratch} hosts4 {Before}
                add element inet {scratch} hosts4 {After}

                """,
                cancellationToken
            )
            .ConfigureAwait(false);
        try
        {
            return
                made.IsSuccess
                && await program.ListAsync(scratch, withElements: true, cancellationToken).ConfigureAwait(false) is { } listing
                ? Judge(listing)
                : null;
        }
        finally
        {
            await RemoveAsync(scratch).ConfigureAwait(false);
        }
    }

    private const string Definition = "{ type ipv4_addr; flags timeout; comment \"" + NftablesScript.Mark + "\"; }";

    // Longer, without end, with an end, and the same after part of it has passed: the ways a block changes.
    private const string Before = "{ 192.0.2.1 timeout 1h, 192.0.2.2 timeout 1h, 192.0.2.3, 192.0.2.4 timeout 2h expires 1h }";
    private const string After =
        "{ 192.0.2.1 timeout 2h expires 2h, 192.0.2.2, 192.0.2.3 timeout 1h expires 1h, 192.0.2.4 timeout 2h expires 2h }";

    private static bool? Judge(NftablesListing listing)
    {
        var left = listing.Elements.ToDictionary(static element => element.Address.ToString(), static element => element.Left);
        return left.Count == 4
            ? left["192.0.2.1"] > TimeSpan.FromHours(1.5)
                && left["192.0.2.2"] is null
                && left["192.0.2.3"] is not null
                && left["192.0.2.4"] > TimeSpan.FromHours(1.5)
            : null;
    }

    private async ValueTask<CommandResult> RemoveAsync(string scratch) =>
        await program.RunAsync($"add table inet {scratch}\ndelete table inet {scratch}\n", CancellationToken.None).ConfigureAwait(false);
}
