using System.Runtime.InteropServices;
using ActiveResponse.Guards.Network;

namespace ActiveResponse.Tests.Guards.Network;

public sealed class RouteEventMessagesTests
{
    [Theory]
    [InlineData(16, 0, true)]
    [InlineData(20, 64, true)]
    [InlineData(21, 24, true)]
    [InlineData(24, 0, true)]
    [InlineData(25, 0, true)]
    [InlineData(24, 1, true)]
    [InlineData(24, 3, true)]
    [InlineData(24, 24, false)]
    [InlineData(25, 64, false)]
    public void Of_routes_only_default_ones_matter(int type, int length, bool isRelevant) =>
        RouteEventMessages.AreRelevant(Message(type, length)).Should().Be(isRelevant);

    [Fact]
    public void Every_message_of_a_datagram_is_looked_at() =>
        RouteEventMessages.AreRelevant([.. Message(24, 24), .. Message(24, 128), .. Message(24, 0)]).Should().BeTrue();

    [Theory]
    [InlineData(0u)]
    [InlineData(15u)]
    [InlineData(5000u)]
    public void What_is_malformed_counts_as_a_change(uint length)
    {
        var message = Message(24, 24);
        MemoryMarshal.Write(message, length);

        RouteEventMessages.AreRelevant(message).Should().BeTrue();
    }

    private static byte[] Message(int type, int length)
    {
        var message = new byte[28];
        MemoryMarshal.Write(message, 28u);
        MemoryMarshal.Write(message.AsSpan(4), (ushort)type);
        (message[16], message[17]) = (10, (byte)length);
        return message;
    }
}
