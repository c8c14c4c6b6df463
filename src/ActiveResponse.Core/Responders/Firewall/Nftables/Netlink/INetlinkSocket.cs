namespace ActiveResponse.Responders.Firewall.Nftables.Netlink;

/// <summary>A socket to the kernel's packet filter. The kernel has replied when <see cref="Send"/> returns; nothing here waits.</summary>
internal interface INetlinkSocket : IDisposable
{
    /// <summary>The maximum message length, in bytes.</summary>
    int LargestMessage { get; }

    /// <summary>Sends a message.</summary>
    /// <returns>0, or an errno.</returns>
    int Send(ReadOnlySpan<byte> bytes);

    /// <summary>Reads one reply.</summary>
    /// <param name="buffer">Filled from the start.</param>
    /// <param name="error">0, or an errno; <see cref="NetlinkErrors.WouldBlock"/> if there is no further reply.</param>
    /// <returns>The whole length of the reply, which may exceed the buffer.</returns>
    int Receive(Span<byte> buffer, out int error);
}
