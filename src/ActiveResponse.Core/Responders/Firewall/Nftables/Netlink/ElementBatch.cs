namespace ActiveResponse.Responders.Firewall.Nftables.Netlink;

/// <summary>Writes changes of elements for a transaction.</summary>
/// <param name="writer">The target.</param>
/// <param name="table">The table.</param>
/// <param name="before">The number of the message before; these follow.</param>
/// <param name="now">The current time, from which timeouts are computed.</param>
internal sealed class ElementBatch(NetlinkWriter writer, string table, uint before, DateTimeOffset now)
{
    // An attribute's length has 16 bits.
    private const int FullList = ushort.MaxValue - ElementFormat.LargestElement - 8;

    private readonly List<(NftablesSet Set, ushort Type)> _messages = [];
    private int _lastStart;

    /// <summary>The number of the last message, which requests an acknowledgement.</summary>
    public uint Last => before + (uint)_messages.Count;

    /// <summary>The set of a message; null for others.</summary>
    public NftablesSet? SetOf(uint sequence) =>
        sequence - before is var place && place > 0 && place <= _messages.Count ? _messages[(int)place - 1].Set : null;

    /// <summary>Whether a message deletes an element that may be missing.</summary>
    public bool Destroys(uint sequence) =>
        sequence - before is var place
        && place > 0
        && place <= _messages.Count
        && _messages[(int)place - 1].Type == NetlinkFormat.DestroyElement;

    /// <summary>Writes all messages.</summary>
    /// <param name="changes">The changes; no address twice.</param>
    /// <param name="updatesTimeouts">Whether the kernel updates the timeout of an existing element; otherwise it is deleted first.</param>
    /// <param name="destroys">Whether the kernel can delete an element that may be missing; otherwise it is added first.</param>
    public void Write(ReadOnlyChanges changes, bool updatesTimeouts, bool destroys)
    {
        Func<FirewallChange, bool> removedFirst = updatesTimeouts ? static change => !change.Blocks : static _ => true;
        foreach (var set in changes.Sets())
        {
            if (!destroys)
            {
                Write(changes, set, NetlinkFormat.NewElement, removedFirst, isTimed: false);
            }

            Write(changes, set, destroys ? NetlinkFormat.DestroyElement : NetlinkFormat.DeleteElement, removedFirst, isTimed: false);
            Write(changes, set, NetlinkFormat.NewElement, static change => change.Blocks, isTimed: true, updatesTimeouts);
        }

        if (_messages.Count > 0)
        {
            writer.AskAcknowledgement(_lastStart);
        }
    }

    private void Write(
        ReadOnlyChanges changes,
        NftablesSet set,
        ushort type,
        Func<FirewallChange, bool> which,
        bool isTimed,
        bool movesEnd = false
    )
    {
        var list = -1;
        for (var i = 0; i < changes.Count; i++)
        {
            var change = changes[i];
            if (NftablesSet.Of(change.Address) != set || !which(change))
            {
                continue;
            }

            if (list >= 0 && writer.Length - list > FullList)
            {
                End(list);
                list = -1;
            }

            if (list < 0)
            {
                list = Begin(set, type);
            }

            ElementFormat.Write(
                writer,
                change.Address,
                isTimed && change.Entry.Until is { } until ? NftablesTimeout.Milliseconds(until - now) : null,
                movesEnd
            );
        }

        if (list >= 0)
        {
            End(list);
        }
    }

    private int Begin(NftablesSet set, ushort type)
    {
        _messages.Add((set, type));
        var flags = type == NetlinkFormat.NewElement ? NetlinkFormat.Request | NetlinkFormat.Create : NetlinkFormat.Request;
        _lastStart = writer.Begin(type, (ushort)flags, Last, NetlinkFormat.InetFamily, 0);
        writer.Add(NetlinkFormat.Table, table);
        writer.Add(NetlinkFormat.ListSet, set.Name);
        return writer.BeginNested(NetlinkFormat.ListElements);
    }

    private void End(int list)
    {
        writer.EndNested(list);
        writer.End(_lastStart);
    }
}
