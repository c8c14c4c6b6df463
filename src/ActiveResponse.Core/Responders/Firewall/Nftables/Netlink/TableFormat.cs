using System.Buffers.Binary;
using System.Text;

namespace ActiveResponse.Responders.Firewall.Nftables.Netlink;

/// <summary>Reads the messages about a table's sets, chains and rules; skips what it doesn't know.</summary>
/// <param name="table">The table; others are skipped, as the kernel lists the chains of all.</param>
/// <param name="into">The target.</param>
internal readonly struct TableFormat(string table, NftablesListing into)
{
    /// <summary>Reads a message.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="payload">The message after its header.</param>
    public void Read(ushort type, ReadOnlySpan<byte> payload)
    {
        var attributes = payload.Length < NetlinkFormat.FilterHeaderLength ? default : payload[NetlinkFormat.FilterHeaderLength..];
        if (!IsText(NetlinkAttributes.Find(attributes, NetlinkFormat.Table), table))
        {
            return;
        }

        switch (type)
        {
            case NetlinkFormat.NewTable:
                if ((Flags(attributes, NetlinkFormat.TableFlags) & NetlinkFormat.TableIsDormant) != 0)
                {
                    into.MarkDormant();
                }

                break;
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
                ReadRule(
                    NetlinkAttributes.Text(attributes, NetlinkFormat.RuleChain),
                    NetlinkAttributes.Find(attributes, NetlinkFormat.RuleExpressions)
                );
                break;
        }
    }

    private void ReadRule(string chain, ReadOnlySpan<byte> expressions)
    {
        if (PassageFormat.LetsPass(expressions))
        {
            into.LetPass(chain);
        }

        if (RefusalFormat.SetOf(expressions) is { } set)
        {
            into.Refuse(chain, set.Name);
        }
    }

    private void ReadSet(ReadOnlySpan<byte> attributes)
    {
        if ((Flags(attributes, NetlinkFormat.SetFlags) & NetlinkFormat.SetIsAnonymous) != 0)
        {
            return;
        }

        into.MarkUsed();
        if (
            IsText(Comment(NetlinkAttributes.Find(attributes, NetlinkFormat.SetUserData)), NftablesScript.Mark)
            && NftablesSet.TryParse(NetlinkAttributes.Text(attributes, NetlinkFormat.SetName), out var set)
        )
        {
            into.Put(set, []);
        }
    }

    private static uint Flags(ReadOnlySpan<byte> attributes, ushort type) =>
        NetlinkAttributes.Find(attributes, type) is { Length: sizeof(uint) } flags ? BinaryPrimitives.ReadUInt32BigEndian(flags) : 0;

    // Items have one byte for the type, one for the length, and a value.
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

    private static bool IsText(ReadOnlySpan<byte> value, string text) => value is [.. var bytes, 0] && Ascii.Equals(bytes, text);
}
