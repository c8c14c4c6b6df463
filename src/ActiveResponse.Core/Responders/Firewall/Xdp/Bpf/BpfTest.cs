namespace ActiveResponse.Responders.Firewall.Xdp.Bpf;

/// <summary>When a conditional jump is taken; the values are the kernel's. Comparisons are unsigned, of 64 bits.</summary>
internal enum BpfTest : byte
{
    Equal = 0x10,
    Greater = 0x20,
    NotEqual = 0x50,
}
