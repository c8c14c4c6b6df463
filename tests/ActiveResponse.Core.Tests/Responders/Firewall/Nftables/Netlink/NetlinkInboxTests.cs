using System.Buffers.Binary;
using ActiveResponse.Responders.Firewall.Nftables.Netlink;

namespace ActiveResponse.Tests.Responders.Firewall.Nftables.Netlink;

/// <summary>What the replies to a transaction say, without a kernel.</summary>
public sealed class NetlinkInboxTests
{
    private const uint First = 7;
    private const uint Last = 9;

    [Fact]
    public void Asks_for_nothing_after_the_acknowledgement()
    {
        var socket = new Replies(Reply(Last, 0));

        new NetlinkInbox(socket).Read(First, Last).Should().Be(new NetlinkReply(0, 0, IsConfirmed: true));

        socket.Asked.Should().Be(1);
    }

    [Fact]
    public void An_error_before_the_acknowledgement_counts()
    {
        // So the kernel answers when a commit fails: for the frame first, and then as if all had been made.
        var socket = new Replies(Reply(First, NetlinkErrors.NotPermitted), Reply(Last, 0));

        var reply = new NetlinkInbox(socket).Read(First, Last);

        reply.Should().Be(new NetlinkReply(NetlinkErrors.NotPermitted, First, IsConfirmed: true));
    }

    [Fact]
    public void Replies_to_an_earlier_transaction_are_passed_over()
    {
        var socket = new Replies(Reply(First - 1, NetlinkErrors.NotPermitted), Reply(First - 1, 0), Reply(Last, 0));

        new NetlinkInbox(socket).Read(First, Last).Should().Be(new NetlinkReply(0, 0, IsConfirmed: true));
    }

    [Fact]
    public void Nothing_is_confirmed_where_the_acknowledgement_is_missing()
    {
        var socket = new Replies(Reply(First, 0));

        new NetlinkInbox(socket).Read(First, Last).IsConfirmed.Should().BeFalse();

        socket.Asked.Should().Be(2, "there is nothing more");
    }

    [Fact]
    public void Nothing_is_confirmed_where_a_part_was_lost()
    {
        // It may have been the error of an earlier message.
        var socket = new Replies([], Reply(Last, 0));

        new NetlinkInbox(socket).Read(First, Last).IsConfirmed.Should().BeFalse();
    }

    private static byte[] Reply(uint sequence, int error)
    {
        var message = new byte[36];
        BinaryPrimitives.WriteInt32LittleEndian(message, message.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(4), NetlinkFormat.Error);
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(8), sequence);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(16), -error);
        return message;
    }

    private sealed class Replies(params byte[][] replies) : INetlinkSocket
    {
        public int Asked { get; private set; }

        public int LargestMessage => 1 << 20;

        public int Send(ReadOnlySpan<byte> bytes) => 0;

        public int Receive(Span<byte> buffer, out int error)
        {
            if (Asked++ >= replies.Length)
            {
                error = NetlinkErrors.WouldBlock;
                return 0;
            }

            // An empty one is lost.
            var reply = replies[Asked - 1];
            error = reply.Length == 0 ? NetlinkErrors.NoRoom : 0;
            reply.CopyTo(buffer);
            return reply.Length;
        }

        public void Dispose() { }
    }
}
