namespace ActiveResponse.Responders.Firewall.Xdp.Bpf;

/// <summary>How many bytes an instruction moves; the values are the kernel's.</summary>
internal enum BpfSize : byte
{
    /// <summary>Four.</summary>
    Word = 0x00,

    /// <summary>Two.</summary>
    Half = 0x08,

    /// <summary>One.</summary>
    Byte = 0x10,

    /// <summary>Eight.</summary>
    Double = 0x18,
}
