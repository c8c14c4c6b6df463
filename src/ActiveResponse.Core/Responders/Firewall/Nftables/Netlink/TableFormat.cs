using System.Buffers.Binary;
using System.Text;

namespace ActiveResponse.Responders.Firewall.Nftables.Netlink;

/// <summary>Reads the messages that say which sets, chains and rules are in a table; what isn't known in them is passed over.</summary>
/// <param name="table">The table; what is in others is passed over, since the kernel lists chains of all.</param>
/// <param name="into">Where to.</param>
internal readonly struct TableFormat(string table, NftablesListing into)
{
    /// <summary>Reads a message.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="payload">What stands behind its header.</param>
    public void Read(ushort type, ReadOnlySpan<byte> payload)
    {
        var attributes = payload.Length < NetlinkFormat.FilterHeaderLength ? default : payload[NetlinkFormat.FilterHeaderLength..];
        if (!Says(NetlinkAttributes.Find(attributes, NetlinkFormat.Table), table))
        {
            return;
        }

        switch (type)
        {
            case NetlinkFormat.NewSet:
                ReadSet(attributes);
                break;
            case NetlinkFormat.NewChain:
                into.MarkUsed();
                if (!NetlinkAttributes.Find(attributes, NetlinkFormat.ChainHook).IsEmpty)
                {
                    into.Hook(NetlinkAttributes.Text(attributes, NetlinkFormat.ChainName));
                }

                break;
            case NetlinkFormat.NewRule:
                into.MarkUsed();
                if (RefusalFormat.SetOf(NetlinkAttributes.Find(attributes, NetlinkFormat.RuleExpressions)) is { } set)
                {
                    into.Refuse(NetlinkAttributes.Text(attributes, NetlinkFormat.RuleChain), set.Name);
                }

                break;
        }
    }

    private void ReadSet(ReadOnlySpan<byte> attributes)
    {
        var flags = NetlinkAttributes.Find(attributes, NetlinkFormat.SetFlags);
        if (flags.Length == sizeof(uint) && (BinaryPrimitives.ReadUInt32BigEndian(flags) & NetlinkFormat.SetIsAnonymous) != 0)
        {
            return;
        }

        into.MarkUsed();
        if (Says(Comment(NetlinkAttributes.Find(attributes, NetlinkFormat.SetUserData)), NftablesScript.Mark)
            && NftablesSet.TryParse(NetlinkAttributes.Text(attributes, NetlinkFormat.SetName), out var set))
        {
            into.Put(set, []);
        }
    }

    // Items of a byte for the type, a byte for the length, and a value.
    private static ReadOnlySpan<byte> Comment(ReadOnlySpan<byte> userData)
    {
        while (userData.Length >= 2 && userData.Length - 2 >= userData[1])
        {
            if (userData[0] == NetlinkFormat.SetComment)
            {
                return userData.Slice(2, userData[1]);
            }

            userData = userData[(2 + userData[1])..];
        }

        return default;
    }

    private static bool Says(ReadOnlySpan<byte> value, string text) => value is [.. var bytes, 0] && Ascii.Equals(bytes, text);
}
