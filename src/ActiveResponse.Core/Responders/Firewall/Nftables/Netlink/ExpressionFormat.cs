namespace ActiveResponse.Responders.Firewall.Nftables.Netlink;

/// <summary>The attributes and values of a rule's expressions (<c>linux/netfilter/nf_tables.h</c>) in use.</summary>
internal static class ExpressionFormat
{
    public const ushort MetaRegister = 1;
    public const ushort MetaKey = 2;
    public const ushort CompareRegister = 1;
    public const ushort CompareOperation = 2;
    public const ushort CompareData = 3;
    public const ushort PayloadRegister = 1;
    public const ushort PayloadBase = 2;
    public const ushort PayloadOffset = 3;
    public const ushort PayloadLength = 4;
    public const ushort BitwiseSource = 1;
    public const ushort BitwiseTarget = 2;
    public const ushort BitwiseLength = 3;
    public const ushort BitwiseMask = 4;
    public const ushort BitwiseXor = 5;
    public const ushort BitwiseOperation = 6;
    public const ushort LookupSet = 1;
    public const ushort LookupRegister = 2;
    public const ushort LookupResult = 3;
    public const ushort LookupSetId = 4;
    public const ushort LookupFlags = 5;
    public const ushort ImmediateRegister = 1;
    public const ushort ImmediateData = 2;
    public const ushort DataVerdict = 2;
    public const ushort VerdictCode = 1;
    public const ushort RejectType = 1;
    public const ushort RejectCode = 2;

    /// <summary>The register of verdicts; data goes through the first one.</summary>
    public const uint VerdictRegister = 0;
    public const uint Register = 1;

    public const uint NetworkFamily = 15;
    public const uint TransportProtocol = 16;
    public const uint NetworkHeader = 1;
    public const uint TransportHeader = 2;
    public const uint Equal = 0;
    public const byte IPv4 = 2;
    public const byte IPv6 = 10;
    public const byte Tcp = 6;
    public const byte IcmpV6 = 58;

    public const int VerdictDrop = 0;
    public const int VerdictAccept = 1;
    public const int VerdictContinue = -1;

    public const uint RejectByIcmp = 0;
    public const uint RejectByTcpReset = 1;
    public const byte PortUnreachable4 = 3;
    public const byte PortUnreachable6 = 4;
}
