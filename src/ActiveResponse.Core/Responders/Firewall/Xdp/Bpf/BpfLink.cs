using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Responders.Firewall.Xdp.Bpf;

/// <summary>Links: attachments of a program to an interface, which last as long as somebody has them open or pinned.</summary>
internal static class BpfLink
{
    /// <summary>Attaches a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="link">The number of the interface in the calling thread's network namespace.</param>
    /// <param name="flags">How; see <see cref="XdpMode"/>.</param>
    /// <param name="error">0, or an errno; <see cref="BpfErrors.Busy"/> if it has another program.</param>
    public static SafeFileHandle? Attach(SafeFileHandle program, int link, uint flags, out int error) =>
        BpfNative.Open(
            BpfCommand.LinkCreate,
            [BpfNative.Pair(BpfNative.Of(program), (uint)link), BpfNative.Pair(BpfProgram.Xdp, flags)],
            out error
        );

    /// <summary>Replaces the program of a link at once: each packet sees the old or the new one.</summary>
    /// <returns>0, or an errno.</returns>
    public static int Replace(SafeFileHandle link, SafeFileHandle program)
    {
        _ = BpfNative.Call(BpfCommand.LinkUpdate, [BpfNative.Pair(BpfNative.Of(link), BpfNative.Of(program)), 0], out var error);
        return error;
    }

    /// <summary>Ends a link, also for others who have it open.</summary>
    public static void Detach(SafeFileHandle link) =>
        _ = BpfNative.Call(BpfCommand.LinkDetach, [BpfNative.Pair(BpfNative.Of(link), 0)], out _);
}
