namespace ActiveResponse.Responders.Firewall.Nftables.Netlink;

/// <summary>A socket to the kernel's packet filter. The kernel has answered by the time <see cref="Send"/> returns; nothing here ever
/// waits.</summary>
internal interface INetlinkSocket : IDisposable
{
    /// <summary>The longest message that the kernel takes, in bytes.</summary>
    int LargestMessage { get; }

    /// <summary>Hands a message over.</summary>
    /// <returns>0, or the number of the error.</returns>
    int Send(ReadOnlySpan<byte> bytes);

    /// <summary>Takes one answer.</summary>
    /// <param name="buffer">Filled from its start.</param>
    /// <param name="error">0, or the number of the error; <see cref="NetlinkErrors.WouldBlock"/> when there is no answer (any
    /// more).</param>
    /// <returns>The whole length of the answer, which may be more than the buffer holds.</returns>
    int Receive(Span<byte> buffer, out int error);
}
