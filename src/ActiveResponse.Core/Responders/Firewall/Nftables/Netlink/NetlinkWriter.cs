using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace ActiveResponse.Responders.Firewall.Nftables.Netlink;

/// <summary>Writes a sequence of netlink messages: headers in the host's byte order, values in the network's.</summary>
internal sealed class NetlinkWriter
{
    // A flood's buffer isn't kept forever.
    private const int LargestKept = 256 * 1024;
    private const int Smallest = 4096;

    private byte[] _bytes = new byte[Smallest];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    public void Clear()
    {
        Length = 0;
        if (_bytes.Length > LargestKept)
        {
            _bytes = new byte[Smallest];
        }
    }

    /// <summary>Begins a message to the packet filter.</summary>
    /// <returns>The position for <see cref="End"/>.</returns>
    public int Begin(ushort type, ushort flags, uint sequence, byte family, ushort resource)
    {
        var start = Length;
        var header = Take(NetlinkFormat.HeaderLength + NetlinkFormat.FilterHeaderLength);
        header.Clear();
        MemoryMarshal.Write(header[4..], type);
        MemoryMarshal.Write(header[6..], flags);
        MemoryMarshal.Write(header[8..], sequence);
        header[16] = family;
        BinaryPrimitives.WriteUInt16BigEndian(header[18..], resource);
        return start;
    }

    public void End(int start) => MemoryMarshal.Write(_bytes.AsSpan(start), Length - start);

    /// <summary>Writes the begin or the end of a transaction.</summary>
    public void Frame(ushort type, uint sequence) =>
        End(Begin(type, NetlinkFormat.Request, sequence, NetlinkFormat.AnyFamily, NetlinkFormat.Subsystem));

    /// <summary>Requests a reply to a written message.</summary>
    public void AskAcknowledgement(int start)
    {
        var flags = _bytes.AsSpan(start + 6);
        MemoryMarshal.Write(flags, (ushort)(MemoryMarshal.Read<ushort>(flags) | NetlinkFormat.Acknowledge));
    }

    /// <summary>Begins a nested attribute.</summary>
    public int BeginNested(ushort type)
    {
        var start = Length;
        MemoryMarshal.Write(Take(4)[2..], (ushort)(type | NetlinkFormat.Nested));
        return start;
    }

    /// <summary>Ends it; its length must fit 16 bits.</summary>
    public void EndNested(int start) => MemoryMarshal.Write(_bytes.AsSpan(start), checked((ushort)(Length - start)));

    /// <summary>Adds an attribute, and returns the space for its value.</summary>
    public Span<byte> Add(ushort type, int length)
    {
        var padded = (length + 3) & ~3;
        var attribute = Take(4 + padded);
        attribute[^4..].Clear();
        MemoryMarshal.Write(attribute, (ushort)(4 + length));
        MemoryMarshal.Write(attribute[2..], type);
        return attribute.Slice(4, length);
    }

    /// <summary>Adds an ASCII text and its terminating NUL.</summary>
    public void Add(ushort type, string text)
    {
        var value = Add(type, text.Length + 1);
        Encoding.ASCII.GetBytes(text, value);
        value[^1] = 0;
    }

    /// <summary>Adds bytes as they are.</summary>
    public void Add(ushort type, ReadOnlySpan<byte> bytes) => bytes.CopyTo(Add(type, bytes.Length));

    public void AddNumber(ushort type, uint number) => BinaryPrimitives.WriteUInt32BigEndian(Add(type, sizeof(uint)), number);

    public void Add(ushort type, ulong number) => BinaryPrimitives.WriteUInt64BigEndian(Add(type, sizeof(ulong)), number);

    private Span<byte> Take(int count)
    {
        if (Length + count > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(Length + count, _bytes.Length * 2));
        }

        var taken = _bytes.AsSpan(Length, count);
        Length += count;
        return taken;
    }
}
