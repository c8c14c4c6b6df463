using System.Runtime.InteropServices;

namespace ActiveResponse.Responders.Firewall.Nftables.Netlink;

/// <summary>Enumerates the messages of a reply up to the first incomplete one.</summary>
/// <param name="bytes">The reply.</param>
internal ref struct NetlinkMessages(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public ushort Type { get; private set; }

    public ushort Flags { get; private set; }

    public uint Sequence { get; private set; }

    /// <summary>The message after its header.</summary>
    public ReadOnlySpan<byte> Payload { get; private set; }

    /// <summary>The positive errno of a message of the type Error or Done; 0 for none.</summary>
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
