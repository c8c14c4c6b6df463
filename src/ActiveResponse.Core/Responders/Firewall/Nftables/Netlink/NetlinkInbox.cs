namespace ActiveResponse.Responders.Firewall.Nftables.Netlink;

/// <summary>Takes what the kernel has answered. Never waits: all of it is there once the question was sent, or it was lost.</summary>
internal sealed class NetlinkInbox(INetlinkSocket socket)
{
    // The kernel fills at most 32 KB at a time, and answers to a transaction carry no more than a header.
    private const int BufferLength = 128 * 1024;

    // A million elements come in a few thousand pieces.
    private const int MostPieces = 1 << 20;

    private readonly byte[] _buffer = new byte[BufferLength];

    /// <summary>The answer to the messages of a transaction.</summary>
    /// <param name="first">The first message.</param>
    /// <param name="confirming">The last one, which asked for an acknowledgement.</param>
    /// <exception cref="NetlinkException">The socket fails.</exception>
    public NetlinkAnswer Read(uint first, uint confirming)
    {
        var answer = default(NetlinkAnswer);
        for (var pieces = 0; pieces < MostPieces && TryTake(out var bytes, out _); pieces++)
        {
            var messages = new NetlinkMessages(bytes);
            while (messages.MoveNext())
            {
                // Sequence numbers wrap.
                if (
                    messages.Type != NetlinkFormat.Error
                    || messages.Sequence - first > confirming - first
                    || messages.Payload.Length < sizeof(int)
                )
                {
                    continue;
                }

                if (messages.ErrorNumber == 0)
                {
                    answer = answer with { IsConfirmed = answer.IsConfirmed || messages.Sequence == confirming };
                }
                else if (answer.Error == 0)
                {
                    answer = answer with { Error = messages.ErrorNumber, Sequence = messages.Sequence };
                }
            }
        }

        return answer;
    }

    /// <summary>The pieces of a list.</summary>
    /// <param name="sequence">The question.</param>
    /// <param name="take">Gets what stands behind the header of each message.</param>
    /// <returns>0 when it was whole; <see cref="NetlinkErrors.Interrupted"/> when it must be asked for again; or the number of the
    /// error.</returns>
    /// <exception cref="NetlinkException">The socket fails.</exception>
    public int ReadList(uint sequence, TakeMessage take)
    {
        var isTorn = false;
        for (var pieces = 0; pieces < MostPieces && TryTake(out var bytes, out var isLost); pieces++)
        {
            isTorn |= isLost;
            var messages = new NetlinkMessages(bytes);
            while (messages.MoveNext())
            {
                if (messages.Sequence != sequence)
                {
                    continue;
                }

                isTorn |= (messages.Flags & NetlinkFormat.DumpWasInterrupted) != 0;
                if (messages.Type is NetlinkFormat.Done or NetlinkFormat.Error)
                {
                    if (messages.ErrorNumber is not 0 and var error)
                    {
                        return error;
                    }

                    return isTorn || messages.Type == NetlinkFormat.Error ? NetlinkErrors.Interrupted : 0;
                }

                take(messages.Type, messages.Payload);
            }
        }

        return NetlinkErrors.Interrupted;
    }

    /// <summary>Throws away what is left of earlier answers.</summary>
    public void Clear()
    {
        for (var pieces = 0; pieces < MostPieces && TryTake(out _, out _); pieces++) { }
    }

    /// <param name="bytes">One piece; empty when some were lost, or it was too long.</param>
    /// <param name="isLost">Whether pieces were lost.</param>
    private bool TryTake(out ReadOnlySpan<byte> bytes, out bool isLost)
    {
        var length = socket.Receive(_buffer, out var error);
        isLost = error == NetlinkErrors.NoRoom || length > _buffer.Length;
        bytes = error == 0 && !isLost ? _buffer.AsSpan(0, length) : default;
        if (error is 0 or NetlinkErrors.NoRoom)
        {
            return true;
        }

        if (error == NetlinkErrors.WouldBlock)
        {
            return false;
        }

        throw new NetlinkException(error);
    }
}

/// <summary>Gets a message of a list.</summary>
/// <param name="type">Its type.</param>
/// <param name="payload">What stands behind its header.</param>
internal delegate void TakeMessage(ushort type, ReadOnlySpan<byte> payload);
