using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.Nftables.Netlink;

/// <summary>Asks the kernel about our table.</summary>
/// <param name="socket">The socket.</param>
/// <param name="inbox">Its replies.</param>
/// <param name="writer">Takes the requests.</param>
/// <param name="table">Our table.</param>
/// <param name="number">Gives each request its number.</param>
internal sealed class NetlinkQueries(INetlinkSocket socket, NetlinkInbox inbox, NetlinkWriter writer, string table, Func<uint> number)
{
    /// <summary>Reads the elements of a set.</summary>
    /// <remarks>
    /// The kernel goes on where it was by the number of elements it has listed: what is deleted meanwhile hides others. It marks no such
    /// list, so the number of the latest change of any table is compared.
    /// </remarks>
    /// <returns>0; <see cref="NetlinkErrors.Interrupted"/> if something changed meanwhile; or an errno.</returns>
    public int List(NftablesSet set, List<(AddressPrefix Address, TimeSpan? Left)> into)
    {
        var before = Generation();
        var error = Ask(NetlinkFormat.GetElement, NetlinkFormat.Dump, set.Name, null, ReaderOf(set, into));
        return error == 0 && Generation() != before ? NetlinkErrors.Interrupted : error;
    }

    /// <summary>Looks one element up.</summary>
    /// <returns>0, and its remaining time; <see cref="NetlinkErrors.Missing"/>; or another errno.</returns>
    public (int Error, TimeSpan? Left) Find(AddressPrefix address)
    {
        var set = NftablesSet.Of(address);
        var found = new List<(AddressPrefix Address, TimeSpan? Left)>();
        var error = Ask(NetlinkFormat.GetElement, 0, set.Name, address, ReaderOf(set, found));

        // A single reply has no end mark.
        return found is [var (_, left)] ? (0, left) : (error, null);
    }

    /// <summary>Reads the table without elements.</summary>
    /// <returns>0, or an errno.</returns>
    public int ReadTable(NftablesListing into)
    {
        var format = new TableFormat(table, into);

        // The first of them reports a missing table.
        var error = Ask(NetlinkFormat.GetSet, NetlinkFormat.Dump, null, null, format.Read);
        error = error != 0 ? error : Ask(NetlinkFormat.GetTable, NetlinkFormat.Dump, null, null, format.Read);
        error = error != 0 ? error : Ask(NetlinkFormat.GetChain, NetlinkFormat.Dump, null, null, format.Read);
        return error != 0 ? error : Ask(NetlinkFormat.GetRule, NetlinkFormat.Dump, null, null, format.Read);
    }

    private static TakeMessage ReaderOf(NftablesSet set, List<(AddressPrefix Address, TimeSpan? Left)> into) =>
        (type, payload) =>
        {
            if (type == NetlinkFormat.NewElement)
            {
                ElementFormat.Read(payload, set, into);
            }
        };

    // Null if the kernel doesn't say.
    private uint? Generation()
    {
        inbox.Clear();
        writer.Clear();
        var sequence = number();
        GenerationFormat.Ask(writer, sequence);
        uint? generation = null;
        if (socket.Send(writer.Bytes) == 0)
        {
            inbox.ReadList(sequence, (type, payload) => generation = GenerationFormat.Read(type, payload) ?? generation);
        }

        return generation;
    }

    private int Ask(ushort type, ushort flags, string? set, AddressPrefix? element, TakeMessage take)
    {
        inbox.Clear();
        writer.Clear();
        var sequence = number();
        var start = writer.Begin(type, (ushort)(NetlinkFormat.Request | flags), sequence, NetlinkFormat.InetFamily, 0);
        writer.Add(NetlinkFormat.Table, table);
        if (set is not null)
        {
            writer.Add(NetlinkFormat.ListSet, set);
        }

        if (element is { } address)
        {
            var list = writer.BeginNested(NetlinkFormat.ListElements);
            ElementFormat.Write(writer, address, null, movesEnd: false);
            writer.EndNested(list);
        }

        writer.End(start);
        var error = socket.Send(writer.Bytes);
        if (error == 0)
        {
            return inbox.ReadList(sequence, take);
        }

        return NetlinkErrors.IsPassing(error) ? NetlinkErrors.Interrupted : throw new NetlinkException(error);
    }
}
