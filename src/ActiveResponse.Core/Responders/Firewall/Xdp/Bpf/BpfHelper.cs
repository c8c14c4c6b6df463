namespace ActiveResponse.Responders.Firewall.Xdp.Bpf;

/// <summary>Functions of the kernel that a program of any licence may call; the values are the kernel's.</summary>
internal enum BpfHelper
{
    /// <summary>Takes a map and a pointer to a key; returns a pointer to the value, or 0.</summary>
    FindElement = 1,

    /// <summary>Returns the nanoseconds since the start of the system, with those in suspension. Linux 5.8.</summary>
    BootTime = 125,
}
