namespace ActiveResponse.Responders.Firewall.Xdp.Bpf;

/// <summary>A register of the kernel's virtual machine. Calls of helpers keep 6 to 9, and overwrite 0 to 5.</summary>
internal enum BpfRegister : byte
{
    /// <summary>A call's result, and the program's own.</summary>
    R0,

    /// <summary>The first argument of a call; at the start of a program, its context.</summary>
    R1,
    R2,
    R3,
    R4,
    R5,
    R6,
    R7,
    R8,
    R9,

    /// <summary>The end of the stack, whose 512 bytes lie before it. Read-only.</summary>
    R10,
}
