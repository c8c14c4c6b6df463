using System.Runtime.InteropServices;

namespace ActiveResponse.Responders.Firewall.Xdp.Bpf;

/// <summary>The errno values that matter here, and what helps.</summary>
internal static class BpfErrors
{
    public const int NotPermitted = 1;
    public const int Missing = 2;
    public const int Interrupted = 4;
    public const int TooMany = 7;
    public const int WouldBlock = 11;
    public const int NoMemory = 12;
    public const int Denied = 13;
    public const int Busy = 16;
    public const int Exists = 17;
    public const int Invalid = 22;
    public const int NoSpace = 28;
    public const int NoSystemCall = 38;
    public const int NotSupported = 95;

    /// <summary>The kernel's own number for what a kind of map can't do.</summary>
    public const int Unsupported = 524;

    public static bool IsUnsupported(int error) => error is NotSupported or Unsupported or Invalid;

    /// <summary>Whether a map is full: hash tables and tries have numbers of their own.</summary>
    public static bool IsFull(int error) => error is TooMany or NoSpace;

    /// <summary>The cause and the remedy, in one line.</summary>
    public static string Explain(int error) =>
        error switch
        {
            NotPermitted =>
                "not permitted. Run as root, or with CAP_BPF and CAP_NET_ADMIN; before Linux 5.11 raise the limit of locked memory too.",
            Denied => "permission denied. Run as root, and look at the kernel log for why a security module refuses it.",
            NoMemory => "the kernel has no memory for it.",
            NoSystemCall => "this kernel has no bpf. Use another firewall.",
            _ => FormattableString.Invariant($"{Marshal.GetPInvokeErrorMessage(error)} (errno {error})."),
        };
}
