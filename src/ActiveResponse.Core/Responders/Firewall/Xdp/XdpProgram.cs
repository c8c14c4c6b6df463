using System.Buffers.Binary;
using ActiveResponse.Responders.Firewall.Xdp.Bpf;
using static ActiveResponse.Responders.Firewall.Xdp.Bpf.BpfRegister;
using static ActiveResponse.Responders.Firewall.Xdp.Bpf.BpfSize;
using static ActiveResponse.Responders.Firewall.Xdp.Bpf.BpfTest;

namespace ActiveResponse.Responders.Firewall.Xdp;

/// <summary>The program that drops packets of blocked sources: Ethernet, up to two VLAN tags, then IPv4 or IPv6. Whatever it doesn't
/// understand passes.</summary>
/// <remarks>
/// <para>The source address is in the fixed part of both headers, so fragments and extension headers make no difference. The network stack
/// itself drops IPv6 packets from an IPv4-mapped source.</para>
/// <para>Registers: R6 is where the packet begins, less its VLAN tags; R7 the type, later a value; R8 the packet's end.</para>
/// </remarks>
internal sealed class XdpProgram
{
    /// <summary>The packet is dropped.</summary>
    public const int Drop = 1;

    /// <summary>The packet goes on to the network stack.</summary>
    public const int Pass = 2;

    private const int EthernetLength = 14;
    private const int TagLength = 4;
    private const int TypeAt = 12;
    private const int MostTags = 2;

    private const int NextHeaderAt = 6;
    private const int HopsAt = 7;
    private const int IPv6Length = 40;
    private const int NeighbourSolicitation = 135;
    private const int NeighbourAdvertisement = 136;
    private const int IcmpVersion6 = 58;

    private readonly BpfAssembler _code = new();
    private readonly BpfLabel _pass = new();

    private XdpProgram() { }

    /// <summary>Assembles it. Its maps are those of <see cref="XdpMaps"/>, in their order.</summary>
    /// <param name="before">What comes before it, for measurements: it may change the packet, and must leave the context in R1.</param>
    public static BpfProgramText Assemble(Action<BpfAssembler>? before = null) => new XdpProgram().Write(before);

    private BpfProgramText Write(Action<BpfAssembler>? before)
    {
        before?.Invoke(_code);
        var (ipv4, ipv6) = (new BpfLabel(), new BpfLabel());
        _code.Read(Word, R6, R1, 0);
        _code.Read(Word, R8, R1, 4);
        Need(EthernetLength);
        _code.Read(BpfSize.Half, R7, R6, TypeAt);
        SkipTags();
        _code.GoToIf(R7, Equal, Network(0x0800), ipv4);
        _code.GoToIf(R7, Equal, Network(0x86dd), ipv6);
        _code.Place(_pass);
        _code.Return(Pass);

        _code.Place(ipv4);
        LookUp(XdpFamily.IPv4, headerLength: 20);
        _code.Place(ipv6);
        LookUp(XdpFamily.IPv6, IPv6Length);
        return _code.Finish();
    }

    /// <summary>Lets a packet pass that is too short.</summary>
    private void Need(int bytes)
    {
        _code.Move(R1, R6);
        _code.Add(R1, bytes);
        _code.GoToIf(R1, Greater, R8, _pass);
    }

    private void SkipTags()
    {
        var untagged = new BpfLabel();
        for (var i = 0; i < MostTags; i++)
        {
            var tagged = new BpfLabel();
            _code.GoToIf(R7, Equal, Network(0x8100), tagged);
            _code.GoToIf(R7, NotEqual, Network(0x88a8), untagged);
            _code.Place(tagged);
            _code.Add(R6, TagLength);
            Need(EthernetLength);
            _code.Read(BpfSize.Half, R7, R6, TypeAt);
        }

        _code.Place(untagged);
    }

    private void LookUp(XdpFamily family, int headerLength)
    {
        var (networks, drop) = (new BpfLabel(), new BpfLabel());
        Need(EthernetLength + headerLength);
        CopySource(family);
        Find(family.Hosts, (short)-family.AddressLength);
        _code.GoToIf(R0, Equal, 0, networks);
        GoToIfInForce(drop);

        _code.Place(networks);
        LookUpNetworks(family, drop);
        _code.Place(drop);
        if (family.IsIPv6)
        {
            LetNeighboursBeFound();
        }

        Count(family.Counter);
        _code.Return(Drop);
    }

    /// <summary>Copies the source to the end of the stack; before it comes its length, as the key of a trie has it.</summary>
    private void CopySource(XdpFamily family)
    {
        for (var i = 0; i < family.AddressLength; i += sizeof(uint))
        {
            _code.Read(Word, R1, R6, (short)(EthernetLength + family.SourceAt + i));
            _code.Write(Word, R10, (short)(i - family.AddressLength), R1);
        }
    }

    /// <summary>Networks: one that has ended may lie in a wider one that hasn't, so the search goes on with shorter prefixes.</summary>
    /// <remarks>Written out instead of a loop: without CAP_PERFMON the verifier also follows what a processor may only guess, and that
    /// never leaves a loop.</remarks>
    private void LookUpNetworks(XdpFamily family, BpfLabel drop)
    {
        var lengthAt = (short)(-family.AddressLength - sizeof(uint));
        _code.Write(Word, R10, lengthAt, family.Bits);
        for (var networks = 0; networks <= family.Bits; networks++)
        {
            Find(family.Networks, lengthAt);
            _code.GoToIf(R0, Equal, 0, _pass);
            GoToIfInForce(drop);
            _code.Read(Word, R1, R7, XdpFamily.LengthAt);
            _code.GoToIf(R1, Equal, 0, _pass);
            _code.Add(R1, -1);
            _code.Write(Word, R10, lengthAt, R1);
        }

        _code.GoTo(_pass);
    }

    private void Find(int map, short keyAt)
    {
        _code.LoadMap(R1, map);
        _code.Move(R2, R10);
        _code.Add(R2, keyAt);
        _code.Call(BpfHelper.FindElement);
    }

    /// <summary>Jumps if the value found has an end that is still to come; then leaves the value in R7.</summary>
    private void GoToIfInForce(BpfLabel label)
    {
        _code.Move(R7, R0);
        _code.Call(BpfHelper.BootTime);
        _code.Read(BpfSize.Double, R1, R7, 0);
        _code.GoToIf(R1, Greater, R0, label);
    }

    /// <summary>Neighbour discovery of a blocked network passes, or blocking the own one would cut off all of it. It comes from the same
    /// wire if no router has counted its hops down.</summary>
    private void LetNeighboursBeFound()
    {
        var other = new BpfLabel();
        _code.Read(BpfSize.Byte, R1, R6, EthernetLength + NextHeaderAt);
        _code.GoToIf(R1, NotEqual, IcmpVersion6, other);
        _code.Read(BpfSize.Byte, R1, R6, EthernetLength + HopsAt);
        _code.GoToIf(R1, NotEqual, byte.MaxValue, other);
        _code.Move(R1, R6);
        _code.Add(R1, EthernetLength + IPv6Length + 1);
        _code.GoToIf(R1, Greater, R8, other);
        _code.Read(BpfSize.Byte, R1, R6, EthernetLength + IPv6Length);
        _code.GoToIf(R1, Equal, NeighbourSolicitation, _pass);
        _code.GoToIf(R1, Equal, NeighbourAdvertisement, _pass);
        _code.Place(other);
    }

    private void Count(int counter)
    {
        var dropped = new BpfLabel();
        _code.Write(Word, R10, -sizeof(uint), counter);
        Find(XdpMaps.Counters, -sizeof(uint));
        _code.GoToIf(R0, Equal, 0, dropped);
        _code.Read(BpfSize.Double, R1, R0, 0);
        _code.Add(R1, 1);
        _code.Write(BpfSize.Double, R0, 0, R1);
        _code.Place(dropped);
    }

    /// <summary>A number of two bytes as this machine reads it from a packet.</summary>
    private static int Network(ushort number) => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(number) : number;
}
