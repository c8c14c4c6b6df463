namespace ActiveResponse.Responders.Firewall.Nftables.Netlink;

/// <summary>Reads the kernel's replies. Never waits: after the request they are all there, or lost.</summary>
internal sealed class NetlinkInbox(INetlinkSocket socket)
{
    // The kernel fills at most 32 KB at a time, and replies to a transaction have only a header.
    private const int BufferLength = 128 * 1024;

    // A million elements come in a few thousand parts.
    private const int MostPieces = 1 << 20;

    private readonly byte[] _buffer = new byte[BufferLength];

    /// <summary>Reads the reply to the messages of a transaction.</summary>
    /// <param name="first">The first message.</param>
    /// <param name="confirming">The last one, which requested an acknowledgement.</param>
    /// <exception cref="NetlinkException">The socket fails.</exception>
    public NetlinkReply Read(uint first, uint confirming)
    {
        var reply = default(NetlinkReply);
        var isTorn = false;

        // The kernel puts errors before the acknowledgement of the last change.
        for (var pieces = 0; pieces < MostPieces && !reply.IsConfirmed && TryTake(out var bytes, out var isLost); pieces++)
        {
            isTorn |= isLost;
            reply = Add(reply, new NetlinkMessages(bytes), first, confirming);
        }

        // A lost part may have been the error of an earlier message.
        return reply with
        {
            IsConfirmed = reply.IsConfirmed && !isTorn,
        };
    }

    /// <summary>Reads the replies to messages that the kernel judges one by one.</summary>
    /// <param name="first">The first message; the others follow.</param>
    /// <param name="errors">Gets an errno for each message, 0 for those without an error. The last one requested an
    /// acknowledgement.</param>
    /// <returns>Whether no reply was lost.</returns>
    /// <exception cref="NetlinkException">The socket fails.</exception>
    public bool TryReadEach(uint first, Span<int> errors)
    {
        errors.Clear();
        var (isWhole, isTorn) = (false, false);
        for (var pieces = 0; pieces < MostPieces && TryTake(out var bytes, out var isLost); pieces++)
        {
            isTorn |= isLost;
            var messages = new NetlinkMessages(bytes);
            while (messages.MoveNext())
            {
                var place = messages.Sequence - first;
                if (messages.Type == NetlinkFormat.Error && place < (uint)errors.Length && messages.Payload.Length >= sizeof(int))
                {
                    errors[(int)place] = messages.ErrorNumber;
                    isWhole |= place == (uint)errors.Length - 1;
                }
            }
        }

        return isWhole && !isTorn;
    }

    private static NetlinkReply Add(NetlinkReply reply, NetlinkMessages messages, uint first, uint confirming)
    {
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
                reply = reply with { IsConfirmed = reply.IsConfirmed || messages.Sequence == confirming };
            }
            else if (reply.Error == 0)
            {
                reply = reply with { Error = messages.ErrorNumber, Sequence = messages.Sequence };
            }
        }

        return reply;
    }

    /// <summary>Reads the parts of a list.</summary>
    /// <param name="sequence">The number of the request.</param>
    /// <param name="take">Receives each message's content.</param>
    /// <returns>0 if the list is complete; <see cref="NetlinkErrors.Interrupted"/> if it must be requested again; or an errno.</returns>
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

    /// <summary>Discards the rest of earlier replies.</summary>
    public void Clear()
    {
        for (var pieces = 0; pieces < MostPieces && TryTake(out _, out _); pieces++) { }
    }

    /// <param name="bytes">One part; empty if some were lost, or it was too long.</param>
    /// <param name="isLost">Whether parts were lost.</param>
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

/// <summary>Receives a message of a list.</summary>
/// <param name="type">Its type.</param>
/// <param name="payload">The message after its header.</param>
internal delegate void TakeMessage(ushort type, ReadOnlySpan<byte> payload);
