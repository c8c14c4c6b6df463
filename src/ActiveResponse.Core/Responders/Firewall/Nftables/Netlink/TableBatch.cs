using System.Text;

namespace ActiveResponse.Responders.Firewall.Nftables.Netlink;

/// <summary>Writes for a transaction what creates our table, sets, chains and rules: the messages that nft makes of
/// <see cref="NftablesScript.Arm"/>.</summary>
/// <param name="writer">The target.</param>
/// <param name="options">The table, its hooks and its rules.</param>
/// <param name="before">The number of the message before; these follow.</param>
internal sealed class TableBatch(NetlinkWriter writer, NftablesOptions options, uint before)
{
    // nft's numbers of types, which the kernel keeps for it.
    private const uint AddressType4 = 7;
    private const uint AddressType6 = 8;
    private const uint IcmpV6Type = 29;

    private const uint Accept = 1;
    private const string Anonymous = "__set%d";
    private const byte NeighbourSolicitation = 135;
    private const byte NeighbourAdvertisement = 136;

    private readonly RuleWriter _rule = new(writer);
    private uint _lastSet;
    private int _lastStart;

    /// <summary>The number of the last message written, which requests an acknowledgement.</summary>
    public uint Last { get; private set; } = before;

    // What nft keeps in a set's user data: the byte order of its keys (the network's), and the comment.
    private static ReadOnlySpan<byte> NetworkOrder => BitConverter.IsLittleEndian ? [0, 4, 2, 0, 0, 0] : [0, 4, 0, 0, 0, 2];

    // The same, and that the keys are the type of ICMPv6: a field (1) of a payload (7), in nft's descriptions.
    private static ReadOnlySpan<byte> IcmpV6TypeOf =>
        BitConverter.IsLittleEndian
            ? [3, 20, 0, 4, 7, 0, 0, 0, 1, 12, 0, 4, 14, 0, 0, 0, 1, 4, 1, 0, 0, 0]
            : [3, 20, 0, 4, 0, 0, 0, 7, 1, 12, 0, 4, 0, 0, 0, 14, 1, 4, 0, 0, 0, 1];

    /// <summary>Writes all messages.</summary>
    /// <param name="sets">The sets to create, or whose chains to recreate by the options.</param>
    public void Write(IEnumerable<NftablesSet> sets)
    {
        Table();
        foreach (var set in sets)
        {
            var id = Set(set);
            foreach (var hook in NftablesScript.Hooks)
            {
                Clear(NftablesScript.ChainOf(hook, set));
                if (NftablesScript.HooksOf(options).Contains(hook))
                {
                    Chain(hook, set, id);
                }
            }
        }

        writer.AskAcknowledgement(_lastStart);
    }

    private void Table()
    {
        Begin(NetlinkFormat.NewTable, 0);
        writer.AddNumber(NetlinkFormat.TableFlags, 0);
        Comment(NetlinkFormat.TableUserData, [], NetlinkFormat.TableComment);
        End();
    }

    private uint Set(NftablesSet set)
    {
        Begin(NetlinkFormat.NewSet, NetlinkFormat.Create);
        writer.Add(NetlinkFormat.SetName, set.Name);
        writer.AddNumber(NetlinkFormat.SetFlags, NetlinkFormat.SetHasTimeouts);
        writer.AddNumber(NetlinkFormat.SetKeyType, set.IsIPv6 ? AddressType6 : AddressType4);
        writer.AddNumber(NetlinkFormat.SetKeyLength, set.IsIPv6 ? 16u : 4u);
        writer.AddNumber(NetlinkFormat.SetId, ++_lastSet);
        Comment(NetlinkFormat.SetUserData, NetworkOrder, NetlinkFormat.SetComment);
        End();
        return _lastSet;
    }

    /// <summary>Deletes a chain, which need not exist.</summary>
    private void Clear(string chain)
    {
        Begin(NetlinkFormat.NewChain, NetlinkFormat.Create);
        writer.Add(NetlinkFormat.ChainName, chain);
        End();
        Begin(NetlinkFormat.DeleteRule, 0);
        writer.Add(NetlinkFormat.RuleChain, chain);
        End();
        Begin(NetlinkFormat.DeleteChain, 0);
        writer.Add(NetlinkFormat.ChainName, chain);
        End();
    }

    private void Chain(string hook, NftablesSet set, uint id)
    {
        var chain = NftablesScript.ChainOf(hook, set);
        Begin(NetlinkFormat.NewChain, NetlinkFormat.Create);
        writer.Add(NetlinkFormat.ChainName, chain);
        writer.Add(NetlinkFormat.ChainType, "filter");
        writer.AddNumber(NetlinkFormat.ChainPolicy, Accept);
        var place = writer.BeginNested(NetlinkFormat.ChainHook);
        writer.AddNumber(NetlinkFormat.HookNumber, NftablesScript.NumberOf(hook));
        writer.AddNumber(NetlinkFormat.HookPriority, (uint)options.Priority);
        writer.EndNested(place);
        End();
        if (hook == "input" && set.IsIPv6)
        {
            AcceptNeighbours(chain);
        }

        Rules(chain, set, id);
    }

    // Like ARP for IPv4: a blocked network must not cut off a gateway in it.
    private void AcceptNeighbours(string chain)
    {
        Begin(NetlinkFormat.NewSet, NetlinkFormat.Create);
        writer.Add(NetlinkFormat.SetName, Anonymous);
        writer.AddNumber(NetlinkFormat.SetFlags, NetlinkFormat.SetIsAnonymous | NetlinkFormat.SetIsConstant);
        writer.AddNumber(NetlinkFormat.SetKeyType, IcmpV6Type);
        writer.AddNumber(NetlinkFormat.SetKeyLength, 1);
        writer.AddNumber(NetlinkFormat.SetId, ++_lastSet);
        var description = writer.BeginNested(NetlinkFormat.SetDescription);
        writer.AddNumber(NetlinkFormat.DescriptionSize, 2);
        writer.EndNested(description);
        writer.Add(NetlinkFormat.SetUserData, (ReadOnlySpan<byte>)[.. NetworkOrder, .. IcmpV6TypeOf]);
        End();

        Begin(NetlinkFormat.NewElement, NetlinkFormat.Create);
        writer.Add(NetlinkFormat.ListSet, Anonymous);
        writer.AddNumber(NetlinkFormat.ListSetId, _lastSet);
        var list = writer.BeginNested(NetlinkFormat.ListElements);
        Element(1, NeighbourSolicitation);
        Element(2, NeighbourAdvertisement);
        writer.EndNested(list);
        End();

        var expressions = BeginRule(chain);
        _rule.NeighbourDiscovery(Anonymous, _lastSet);
        _rule.Verdict(ExpressionFormat.VerdictAccept);
        EndRule(expressions);
    }

    private void Element(ushort place, byte value)
    {
        var item = writer.BeginNested(place);
        var key = writer.BeginNested(NetlinkFormat.ElementKey);
        writer.Add(NetlinkFormat.DataValue, [value]);
        writer.EndNested(key);
        writer.EndNested(item);
    }

    private void Rules(string chain, NftablesSet set, uint id)
    {
        if (options.Refusal == NftablesRefusal.Drop)
        {
            var drop = BeginRefusal(chain, set, id);
            Counter();
            _rule.Verdict(ExpressionFormat.VerdictDrop);
            EndRule(drop);
            return;
        }

        var reset = BeginRefusal(chain, set, id);
        _rule.Transport(ExpressionFormat.Tcp);
        Counter();
        _rule.Reject(ExpressionFormat.RejectByTcpReset, 0);
        EndRule(reset);
        var reject = BeginRefusal(chain, set, id);
        Counter();
        _rule.Reject(ExpressionFormat.RejectByIcmp, set.IsIPv6 ? ExpressionFormat.PortUnreachable6 : ExpressionFormat.PortUnreachable4);
        EndRule(reject);
    }

    private void Counter()
    {
        if (options.Counter)
        {
            _rule.Counter();
        }
    }

    private int BeginRefusal(string chain, NftablesSet set, uint id)
    {
        var expressions = BeginRule(chain);
        _rule.SenderIn(set, id);
        return expressions;
    }

    private int BeginRule(string chain)
    {
        Begin(NetlinkFormat.NewRule, NetlinkFormat.Create | NetlinkFormat.Append);
        writer.Add(NetlinkFormat.RuleChain, chain);
        return writer.BeginNested(NetlinkFormat.RuleExpressions);
    }

    private void EndRule(int expressions)
    {
        writer.EndNested(expressions);
        End();
    }

    private void Comment(ushort type, ReadOnlySpan<byte> before, byte key)
    {
        ReadOnlySpan<byte> text = [.. Encoding.ASCII.GetBytes(NftablesScript.Mark), 0];
        writer.Add(type, (ReadOnlySpan<byte>)[.. before, key, (byte)text.Length, .. text]);
    }

    private void Begin(ushort type, int flags)
    {
        _lastStart = writer.Begin(type, (ushort)(NetlinkFormat.Request | flags), ++Last, NetlinkFormat.InetFamily, 0);
        writer.Add(NetlinkFormat.Table, options.Table);
    }

    private void End() => writer.End(_lastStart);
}
