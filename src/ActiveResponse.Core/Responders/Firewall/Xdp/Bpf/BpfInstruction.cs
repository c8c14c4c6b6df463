using System.Buffers.Binary;

namespace ActiveResponse.Responders.Firewall.Xdp.Bpf;

/// <summary><c>struct bpf_insn</c>: eight bytes.</summary>
internal readonly record struct BpfInstruction(
    byte Code,
    BpfRegister Target = BpfRegister.R0,
    BpfRegister Source = BpfRegister.R0,
    short Offset = 0,
    int Constant = 0
)
{
    public const int Length = 8;

    /// <summary>Writes it in the byte order of this machine; the two registers are bit fields, which follow that order too.</summary>
    public void Write(Span<byte> into)
    {
        into[0] = Code;
        if (BitConverter.IsLittleEndian)
        {
            into[1] = (byte)((byte)Target | ((byte)Source << 4));
            BinaryPrimitives.WriteInt16LittleEndian(into[2..], Offset);
            BinaryPrimitives.WriteInt32LittleEndian(into[4..], Constant);
        }
        else
        {
            into[1] = (byte)((byte)Source | ((byte)Target << 4));
            BinaryPrimitives.WriteInt16BigEndian(into[2..], Offset);
            BinaryPrimitives.WriteInt32BigEndian(into[4..], Constant);
        }
    }
}
