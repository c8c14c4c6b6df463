using ActiveResponse.Configuration;
using static ActiveResponse.Responders.Firewall.Nftables.Netlink.ExpressionFormat;

namespace ActiveResponse.Responders.Firewall.Nftables.Netlink;

/// <summary>Writes the expressions of our rules, as nft compiles them; <see cref="RefusalFormat"/> reads them back.</summary>
internal readonly struct RuleWriter(NetlinkWriter writer)
{
    /// <summary>The condition that a packet's source is in a set: <see cref="NftablesSet.Match"/>.</summary>
    /// <param name="set">The set.</param>
    /// <param name="id">Its number in this transaction.</param>
    public void SenderIn(NftablesSet set, uint id)
    {
        var width = set.IsIPv6 ? 16 : 4;
        Family(set.IsIPv6);
        Payload(NetworkHeader, set.IsIPv6 ? 8u : 12u, (uint)width);
        if (set.Length < 8 * width)
        {
            Mask(set, width);
        }

        Lookup(set.Name, id);
    }

    /// <summary>The condition that it is a neighbour's discovery of IPv6, whose types are in an anonymous set.</summary>
    public void NeighbourDiscovery(string set, uint id)
    {
        Family(isIPv6: true);
        Transport(IcmpV6);
        Payload(TransportHeader, 0, 1);
        Lookup(set, id);
    }

    public void Transport(byte protocol)
    {
        Meta(TransportProtocol);
        Compare(protocol);
    }

    public void Counter() => End(Begin("counter"));

    public void Verdict(int code)
    {
        var places = Begin("immediate");
        writer.AddNumber(ImmediateRegister, VerdictRegister);
        var data = writer.BeginNested(ImmediateData);
        var verdict = writer.BeginNested(DataVerdict);
        writer.AddNumber(VerdictCode, (uint)code);
        writer.EndNested(verdict);
        writer.EndNested(data);
        End(places);
    }

    public void Reject(uint type, byte code)
    {
        var places = Begin("reject");
        writer.AddNumber(RejectType, type);
        writer.Add(RejectCode, [code]);
        End(places);
    }

    private void Family(bool isIPv6)
    {
        Meta(NetworkFamily);
        Compare(isIPv6 ? IPv6 : IPv4);
    }

    private void Meta(uint key)
    {
        var places = Begin("meta");
        writer.AddNumber(MetaKey, key);
        writer.AddNumber(MetaRegister, Register);
        End(places);
    }

    private void Compare(byte value)
    {
        var places = Begin("cmp");
        writer.AddNumber(CompareRegister, Register);
        writer.AddNumber(CompareOperation, Equal);
        Data(CompareData, [value]);
        End(places);
    }

    private void Payload(uint header, uint offset, uint length)
    {
        var places = Begin("payload");
        writer.AddNumber(PayloadRegister, Register);
        writer.AddNumber(PayloadBase, header);
        writer.AddNumber(PayloadOffset, offset);
        writer.AddNumber(PayloadLength, length);
        End(places);
    }

    private void Mask(NftablesSet set, int width)
    {
        Span<byte> mask = stackalloc byte[width];
        mask.Fill(0xff);
        AddressPrefix.From(mask, set.Length).WriteBytes(mask);
        var places = Begin("bitwise");
        writer.AddNumber(BitwiseSource, Register);
        writer.AddNumber(BitwiseTarget, Register);
        writer.AddNumber(BitwiseOperation, 0);
        writer.AddNumber(BitwiseLength, (uint)width);
        Data(BitwiseMask, mask);
        mask.Clear();
        Data(BitwiseXor, mask);
        End(places);
    }

    private void Lookup(string set, uint id)
    {
        var places = Begin("lookup");
        writer.AddNumber(LookupRegister, Register);
        writer.Add(LookupSet, set);
        writer.AddNumber(LookupSetId, id);
        End(places);
    }

    private void Data(ushort type, ReadOnlySpan<byte> value)
    {
        var data = writer.BeginNested(type);
        writer.Add(NetlinkFormat.DataValue, value);
        writer.EndNested(data);
    }

    private (int Item, int Data) Begin(string name)
    {
        var item = writer.BeginNested(NetlinkFormat.ListItem);
        writer.Add(NetlinkFormat.ExpressionName, name);
        return (item, writer.BeginNested(NetlinkFormat.ExpressionData));
    }

    private void End((int Item, int Data) places)
    {
        writer.EndNested(places.Data);
        writer.EndNested(places.Item);
    }
}
