using System.Buffers.Binary;
using ActiveResponse.Responders.Firewall.Xdp;
using ActiveResponse.Responders.Firewall.Xdp.Bpf;
using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Benchmarks.Compare;

/// <summary>Packets of UDP from sources at random, which the kernel makes itself and hands over as a driver does: nobody has to send them,
/// so one processor does nothing but receive.</summary>
internal sealed unsafe class LivePackets : IDisposable
{
    /// <summary>How many sources there are at most.</summary>
    public const int MostSources = 1 << 16;

    // A draw of the kernel's, for programs of any licence.
    private const BpfHelper Random = (BpfHelper)7;
    private const byte Modulo = 0x97;
    private const byte ExclusiveOr = 0xa7;
    private const ulong Live = 1 << 1;
    private const int IdentityAt = 14 + 4;
    private const int SourceAt = 14 + 12;

    private readonly byte[] _packet = MakePacket();
    private readonly SafeFileHandle _program;

    /// <param name="result">What becomes of all of them.</param>
    /// <param name="sources">How many sources there are, from <see cref="SourceOf"/> 0.</param>
    public LivePackets(int result, int sources)
    {
        var code = new BpfAssembler();
        DrawSource(code, sources);
        code.Return(result);
        _program = BpfProgram.Load("measured_all", "MIT", code.Finish().Link());
    }

    /// <param name="maps">The maps that decide what becomes of them.</param>
    /// <param name="sources">How many sources there are.</param>
    public LivePackets(XdpMaps maps, int sources)
    {
        int[] files = [.. Enumerable.Range(0, XdpMaps.Count).Select(map => (int)maps[map].File.DangerousGetHandle())];
        _program = BpfProgram.Load("measured", "MIT", XdpProgram.Assemble(code => DrawSource(code, sources)).Link(files));
    }

    /// <summary>A source by its number: 198.18 and up.</summary>
    public static byte[] SourceOf(int number) => [198, (byte)(18 + (number >> 16)), (byte)number, (byte)(number >> 8)];

    /// <summary>Receives packets, live.</summary>
    public void Receive(int count) => Run(count, Live);

    /// <summary>Runs the program on the same packet again and again, and has nothing else done with it.</summary>
    public void Examine(int count) => Run(count, 0);

    public void Dispose() => _program.Dispose();

    private void Run(int count, ulong flags)
    {
        fixed (byte* packet = _packet)
        {
            Span<ulong> attributes =
            [
                BpfNative.Pair(BpfNative.Of(_program), 0),
                BpfNative.Pair((uint)_packet.Length, 0),
                (ulong)packet,
                0,
                BpfNative.Pair((uint)count, 0),
                0,
                0,
                0,
                flags,
                0,
            ];
            _ = BpfNative.Call(BpfCommand.ProgramTestRun, attributes, out var error);
            if (error != 0)
            {
                throw new InvalidOperationException($"Packets can't be made: {BpfErrors.Explain(error)}");
            }
        }
    }

    /// <summary>Writes the lower half of the source, and its complement as the packet's number, so the checksum stays right.</summary>
    private static void DrawSource(BpfAssembler code, int sources)
    {
        var done = new BpfLabel();
        code.Move(BpfRegister.R6, BpfRegister.R1);
        code.Call(Random);
        code.Add(new BpfInstruction(Modulo, BpfRegister.R0, Constant: Math.Min(sources, MostSources)));
        code.Read(BpfSize.Word, BpfRegister.R2, BpfRegister.R6, 0);
        code.Read(BpfSize.Word, BpfRegister.R3, BpfRegister.R6, 4);
        code.Move(BpfRegister.R1, BpfRegister.R2);
        code.Add(BpfRegister.R1, SourceAt + 4);
        code.GoToIf(BpfRegister.R1, BpfTest.Greater, BpfRegister.R3, done);
        code.Write(BpfSize.Half, BpfRegister.R2, SourceAt + 2, BpfRegister.R0);
        code.Add(new BpfInstruction(ExclusiveOr, BpfRegister.R0, Constant: ushort.MaxValue));
        code.Write(BpfSize.Half, BpfRegister.R2, IdentityAt, BpfRegister.R0);
        code.Place(done);
        code.Move(BpfRegister.R1, BpfRegister.R6);
    }

    // To 192.0.2.1, port 9, on the loopback interface, whose address of Ethernet is zero.
    private static byte[] MakePacket()
    {
        var packet = new byte[60];
        packet[12] = 0x08;
        var header = packet.AsSpan(14, 20);
        header[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)(packet.Length - 14));
        BinaryPrimitives.WriteUInt16BigEndian(header[4..], ushort.MaxValue);
        header[8] = 64;
        header[9] = 17;
        SourceOf(0).CopyTo(header[12..]);
        ((byte[])[192, 0, 2, 1]).CopyTo(header[16..]);
        var sum = 0;
        for (var at = 0; at < header.Length; at += 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(header[at..]);
        }

        sum = (sum & ushort.MaxValue) + (sum >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(header[10..], (ushort)~(sum + (sum >> 16)));
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(14 + 20), 5353);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(14 + 22), 9);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(14 + 24), (ushort)(packet.Length - 34));
        return packet;
    }
}
