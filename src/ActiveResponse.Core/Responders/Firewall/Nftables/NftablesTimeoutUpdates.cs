using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.Nftables;

/// <summary>Finds out, in a table of its own without chains, whether the kernel gives an element that is there a new timeout.</summary>
/// <remarks>
/// Linux does from 6.12 on; before that it reports success and keeps the old one. Distributions carry changes back, so an older version
/// says little; a newer one spares the first block three runs of nft.
/// </remarks>
/// <param name="program">Runs nft.</param>
/// <param name="table">Our table.</param>
/// <param name="kernel">The version of the kernel that nft talks to; null if that isn't known.</param>
internal sealed class NftablesTimeoutUpdates(NftablesProgram program, string table, Version? kernel)
{
    private static readonly Version FirstToUpdate = new(6, 12);

    /// <summary>The name of the scratch table.</summary>
    public static string ScratchOf(string table) => table + "_probe";

    /// <summary>True or false once it is known; null when another process came in between.</summary>
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

    // Longer, without end, with an end, and as long as before when a part of it is over: the ways a block changes.
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
