using System.Runtime.InteropServices;

namespace ActiveResponse.Responders.Firewall.Nftables.Netlink;

/// <summary>Walks through the messages of an answer; ends at the first that isn't whole.</summary>
/// <param name="bytes">The answer.</param>
internal ref struct NetlinkMessages(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public ushort Type { get; private set; }

    public ushort Flags { get; private set; }

    public uint Sequence { get; private set; }

    /// <summary>What stands behind the header.</summary>
    public ReadOnlySpan<byte> Payload { get; private set; }

    /// <summary>The number of the error of a message of the type Error or Done, positive; 0 for none.</summary>
    public readonly int ErrorNumber =>
        Payload.Length >= sizeof(int) && MemoryMarshal.Read<int>(Payload) is var number and > int.MinValue ? Math.Abs(number) : 0;

    public bool MoveNext()
    {
        if (_rest.Length < NetlinkFormat.HeaderLength)
        {
            return false;
        }

        var length = MemoryMarshal.Read<uint>(_rest);
        if (length < NetlinkFormat.HeaderLength || length > _rest.Length)
        {
            _rest = default;
            return false;
        }

        Type = MemoryMarshal.Read<ushort>(_rest[4..]);
        Flags = MemoryMarshal.Read<ushort>(_rest[6..]);
        Sequence = MemoryMarshal.Read<uint>(_rest[8..]);
        Payload = _rest[NetlinkFormat.HeaderLength..(int)length];
        _rest = _rest[Math.Min(_rest.Length, ((int)length + 3) & ~3)..];
        return true;
    }
}
