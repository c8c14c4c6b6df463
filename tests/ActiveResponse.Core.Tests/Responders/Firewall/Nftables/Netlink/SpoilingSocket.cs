using ActiveResponse.Responders.Firewall.Nftables;
using ActiveResponse.Responders.Firewall.Nftables.Netlink;

namespace ActiveResponse.Tests.Responders.Firewall.Nftables.Netlink;

/// <summary>A socket that changes, or answers for, what passes through it.</summary>
internal sealed class SpoilingSocket(INetlinkSocket inner) : INetlinkSocket
{
    private int? _largest;

    public delegate void Change(Span<byte> message);

    /// <summary>Changes what is sent.</summary>
    public Change OnSend { get; set; } = static _ => { };

    /// <summary>Called once the kernel has got what was sent.</summary>
    public Action<byte[]> AfterSend { get; set; } = static _ => { };

    /// <summary>Answers in place of the kernel for something that is sent; 0 to let it pass.</summary>
    public Func<int> Refuse { get; set; } = static () => 0;

    /// <summary>So many answers are lost.</summary>
    public int Losses { get; set; }

    /// <summary>In so many lists of elements the first part comes twice, and the second not at all.</summary>
    public int Repeats { get; set; }

    public int Sent { get; private set; }

    /// <summary>What the last message was sent to: 10 is nftables, 6 is ipset.</summary>
    public byte Subsystem { get; private set; }

    /// <summary>Whether what is being sent is a change.</summary>
    public bool IsChange { get; private set; }

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

    /// <summary>A backend in a lab, over such sockets.</summary>
    public static NftablesBackend BackendIn(NetworkLab lab, Action<SpoilingSocket> prepare, TimeProvider? clock = null) =>
        new(new NftablesOptions(), lab.Firewall, clock ?? TimeProvider.System, In(lab, prepare));

    public int Send(ReadOnlySpan<byte> bytes)
    {
        Sent++;
        Subsystem = bytes[5];
        bytes.Length.Should().BeLessThanOrEqualTo(LargestMessage);
        IsChange = BitConverter.ToUInt16(bytes[4..]) == NetlinkFormat.BatchBegin;
        if (Refuse() is not 0 and var error)
        {
            return error;
        }

        var copy = bytes.ToArray();
        OnSend(copy);
        var sent = inner.Send(copy);
        AfterSend(copy);
        return sent;
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

        if (
            error == 0
            && Repeats > 0
            && Answers is [.., var before, var last]
            && SequenceOfList(last) is { } list
            && SequenceOfList(buffer[..length]) == list
            && SequenceOfList(before) != list
        )
        {
            Repeats--;
            last.CopyTo(buffer);
            length = last.Length;
        }

        if (error == 0)
        {
            Answers.Add(buffer[..length].ToArray());
        }

        return length;
    }

    public void Dispose() => inner.Dispose();

    /// <summary>Whether an answer is a part of a list of elements.</summary>
    public static bool HasElements(byte[] answer) => SequenceOfList(answer) is not null;

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
    public static void ForgetDestroy(Span<byte> message) => Forget(message, NetlinkFormat.DestroyElement);

    /// <summary>Makes a kernel without chains.</summary>
    public static void ForgetChains(Span<byte> message) => Forget(message, NetlinkFormat.NewChain);

    private static void Forget(Span<byte> message, ushort type)
    {
        var rest = message;
        while (rest.Length >= NetlinkFormat.HeaderLength)
        {
            if (BitConverter.ToUInt16(rest[4..]) == type)
            {
                rest[4] = 0xf0;
            }

            rest = rest[((BitConverter.ToInt32(rest) + 3) & ~3)..];
        }
    }

    private static uint? SequenceOfList(ReadOnlySpan<byte> answer)
    {
        var messages = new NetlinkMessages(answer);
        return messages.MoveNext() && messages.Type == NetlinkFormat.NewElement ? messages.Sequence : null;
    }
}
