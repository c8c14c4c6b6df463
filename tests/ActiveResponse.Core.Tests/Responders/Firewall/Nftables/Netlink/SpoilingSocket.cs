using ActiveResponse.Responders.Firewall.Nftables.Netlink;

namespace ActiveResponse.Tests.Responders.Firewall.Nftables.Netlink;

/// <summary>A socket that changes, or answers for, what passes through it.</summary>
internal sealed class SpoilingSocket(INetlinkSocket inner) : INetlinkSocket
{
    private int? _largest;

    public delegate void Change(Span<byte> message);

    /// <summary>Changes what is sent.</summary>
    public Change OnSend { get; set; } = static _ => { };

    /// <summary>Answers in place of the kernel for something that is sent; 0 to let it pass.</summary>
    public Func<int> Refuse { get; set; } = static () => 0;

    /// <summary>So many answers are lost.</summary>
    public int Losses { get; set; }

    public int Sent { get; private set; }

    /// <summary>The answers so far.</summary>
    public List<byte[]> Answers { get; } = [];

    public int LargestMessage
    {
        get => _largest ?? inner.LargestMessage;
        set => _largest = value;
    }

    /// <summary>Opens one in a lab, and passes it on.</summary>
    public static NetlinkOpener In(NetworkLab lab, Action<SpoilingSocket> prepare) =>
        (out int error) =>
        {
            var socket = new SpoilingSocket(lab.Firewall.Netlink(out error)!);
            prepare(socket);
            return socket;
        };

    public int Send(ReadOnlySpan<byte> bytes)
    {
        Sent++;
        bytes.Length.Should().BeLessThanOrEqualTo(LargestMessage);
        if (Refuse() is not 0 and var error)
        {
            return error;
        }

        var copy = bytes.ToArray();
        OnSend(copy);
        return inner.Send(copy);
    }

    public int Receive(Span<byte> buffer, out int error)
    {
        var length = inner.Receive(buffer, out error);
        if (error == 0 && Losses > 0)
        {
            Losses--;
            error = NetlinkErrors.NoRoom;
            return 0;
        }

        if (error == 0)
        {
            Answers.Add(buffer[..length].ToArray());
        }

        return length;
    }

    public void Dispose() => inner.Dispose();

    /// <summary>Makes what the kernel can't take of an element: its key gets a type that there is none of.</summary>
    public static void SpoilKey(Span<byte> message, ReadOnlySpan<byte> address)
    {
        for (var at = message.IndexOf(address); at >= 4; at = message.IndexOf(address))
        {
            message[at - 2] = 9;
            message = message[(at + address.Length)..];
        }
    }

    /// <summary>Makes a kernel before 6.3 of a later one: the message that takes out what need not be there is unknown.</summary>
    public static void ForgetDestroy(Span<byte> message)
    {
        var rest = message;
        while (rest.Length >= NetlinkFormat.HeaderLength)
        {
            if (BitConverter.ToUInt16(rest[4..]) == NetlinkFormat.DestroyElement)
            {
                rest[4] = 0xf0;
            }

            rest = rest[((BitConverter.ToInt32(rest) + 3) & ~3)..];
        }
    }
}
