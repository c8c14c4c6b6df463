namespace ActiveResponse.Responders.Firewall.Nftables.Netlink;

/// <summary>The constants of <c>linux/netlink.h</c>, <c>linux/netfilter/nfnetlink.h</c> and <c>linux/netfilter/nf_tables.h</c> in
/// use.</summary>
internal static class NetlinkFormat
{
    public const int HeaderLength = 16;
    public const int FilterHeaderLength = 4;

    public const ushort Error = 2;
    public const ushort Done = 3;
    public const ushort BatchBegin = 0x10;
    public const ushort BatchEnd = 0x11;

    public const ushort Request = 1;
    public const ushort Acknowledge = 4;
    public const ushort DumpWasInterrupted = 0x10;
    public const ushort Dump = 0x300;
    public const ushort Create = 0x400;
    public const ushort Append = 0x800;

    public const ushort Nested = 0x8000;
    public const ushort TypeMask = 0x3fff;

    public const byte AnyFamily = 0;
    public const byte InetFamily = 1;
    public const ushort Subsystem = 10;

    public const ushort NewTable = Subsystem << 8;
    public const ushort GetTable = (Subsystem << 8) | 1;
    public const ushort NewChain = (Subsystem << 8) | 3;
    public const ushort GetChain = (Subsystem << 8) | 4;
    public const ushort DeleteChain = (Subsystem << 8) | 5;
    public const ushort NewRule = (Subsystem << 8) | 6;
    public const ushort GetRule = (Subsystem << 8) | 7;
    public const ushort DeleteRule = (Subsystem << 8) | 8;
    public const ushort NewSet = (Subsystem << 8) | 9;
    public const ushort GetSet = (Subsystem << 8) | 10;
    public const ushort NewElement = (Subsystem << 8) | 12;
    public const ushort GetElement = (Subsystem << 8) | 13;
    public const ushort DeleteElement = (Subsystem << 8) | 14;
    public const ushort NewGeneration = (Subsystem << 8) | 15;
    public const ushort GetGeneration = (Subsystem << 8) | 16;

    /// <summary>The number of the latest change.</summary>
    public const ushort GenerationId = 1;

    /// <summary>Like <see cref="DeleteElement"/>, but succeeds for a missing element; from Linux 6.3 on.</summary>
    public const ushort DestroyElement = (Subsystem << 8) | 30;

    /// <summary>The table of a set, a chain, a rule or a list of elements.</summary>
    public const ushort Table = 1;

    public const ushort TableFlags = 2;
    public const ushort TableUserData = 6;
    public const uint TableIsDormant = 1;

    public const ushort SetName = 2;
    public const ushort SetFlags = 3;
    public const ushort SetKeyType = 4;
    public const ushort SetKeyLength = 5;
    public const ushort SetDescription = 9;
    public const ushort SetId = 10;
    public const ushort SetUserData = 13;
    public const ushort DescriptionSize = 1;
    public const uint SetIsAnonymous = 1;
    public const uint SetIsConstant = 2;
    public const uint SetHasTimeouts = 0x10;

    /// <summary>The key of a table's comment in nft's user data.</summary>
    public const byte TableComment = 0;

    /// <summary>The key of a set's comment in nft's user data.</summary>
    public const byte SetComment = 7;

    public const ushort ChainName = 3;
    public const ushort ChainHook = 4;
    public const ushort ChainPolicy = 5;
    public const ushort ChainType = 7;
    public const ushort HookNumber = 1;
    public const ushort HookPriority = 2;
    public const ushort RuleChain = 2;
    public const ushort RuleExpressions = 4;
    public const ushort ExpressionName = 1;
    public const ushort ExpressionData = 2;

    public const ushort ListSet = 2;
    public const ushort ListElements = 3;
    public const ushort ListSetId = 4;
    public const ushort ListItem = 1;
    public const ushort ElementKey = 1;
    public const ushort ElementTimeout = 4;
    public const ushort ElementExpiration = 5;
    public const ushort DataValue = 1;
}
