using System.Globalization;
using System.Runtime.InteropServices;

namespace ActiveResponse.Responders.Firewall.Nftables.Netlink;

/// <summary>The relevant errno values and their explanations.</summary>
internal static class NetlinkErrors
{
    public const int NotPermitted = 1;
    public const int Missing = 2;
    public const int Interrupted = 4;
    public const int Closed = 9;
    public const int WouldBlock = 11;
    public const int AccessDenied = 13;
    public const int Busy = 16;
    public const int Invalid = 22;
    public const int TooLong = 90;
    public const int UnknownProtocol = 93;
    public const int NotSupported = 95;
    public const int UnknownFamily = 97;
    public const int NoRoom = 105;

    /// <summary>Whether another try may succeed.</summary>
    public static bool IsPassing(int error) => error is Interrupted or WouldBlock or Busy or NoRoom;

    /// <summary>Whether opening a socket will be refused each time.</summary>
    public static bool IsLasting(int error) => error is NotPermitted or AccessDenied or UnknownProtocol or UnknownFamily;

    /// <summary>The cause and the remedy, in one line.</summary>
    public static string Explain(int error) =>
        error switch
        {
            NotPermitted => "this process isn't permitted to change the packet filter. Run as root, or with CAP_NET_ADMIN.",
            Closed => "the socket to the kernel is closed.",
            _ => string.Create(CultureInfo.InvariantCulture, $"{Marshal.GetPInvokeErrorMessage(error)} (error {error})."),
        };
}
