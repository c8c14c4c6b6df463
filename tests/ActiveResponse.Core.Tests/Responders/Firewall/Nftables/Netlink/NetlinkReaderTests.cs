using ActiveResponse.Configuration;
using ActiveResponse.Responders.Firewall.Nftables;
using ActiveResponse.Responders.Firewall.Nftables.Netlink;
using ActiveResponse.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace ActiveResponse.Tests.Responders.Firewall.Nftables.Netlink;

/// <summary>Whatever bytes come from the socket, reading them ends, throws nothing, and keeps no more than they hold.</summary>
public sealed class NetlinkReaderTests
{
    private const string Table = "active_response";

    private static readonly NftablesSet Hosts4 = new(IsIPv6: false, 32);
    private static readonly NftablesSet Hosts6 = new(IsIPv6: true, 128);

    [Fact]
    public void Any_bytes() => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), static bytes => Survives(bytes)).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_damage_to_an_answer()
    {
        var random = new System.Random(9);
        byte[][] whole =
        [
            Answer(Hosts4, 300),
            Answer(Hosts6, 300),
            Acknowledgement(7, 0),
            Acknowledgement(7, -17),
            Acknowledgement(7, int.MinValue),
        ];
        for (var i = 0; i < 5_000; i++)
        {
            Survives(Damaged(whole[i % whole.Length], random));
        }
    }

    [Fact]
    public async Task Any_damage_to_answers_of_this_kernel()
    {
        using var lab = await NetworkLab.SingleAsync();
        SpoilingSocket? socket = null;
        using var backend = SpoilingSocket.BackendIn(lab, opened => socket = opened);
        await backend.BlockAsync("192.0.2.1");
        await backend.BlockAsync("2001:db8::/32", TimeProvider.System.GetUtcNow().AddHours(1));
        socket!.Answers.Clear();
        await backend.ListedAsync();
        await backend.BlockAsync("192.0.2.2");
        socket.Answers.Should().HaveCountGreaterThan(3);
        var random = new System.Random(9);
        for (var i = 0; i < 5_000; i++)
        {
            Survives(Damaged(socket.Answers[i % socket.Answers.Count], random));
        }
    }

    [Fact]
    public void What_was_written_is_read()
    {
        (AddressPrefix, TimeSpan?)[] four = [(Some.Prefix("192.0.2.1"), TimeSpan.FromSeconds(600)), (Some.Prefix("192.0.2.2"), null)];
        (AddressPrefix, TimeSpan?)[] six = [(Some.Prefix("2001:db8::1"), TimeSpan.FromSeconds(1))];

        Read(Hosts4, Answer(Hosts4, four)).Should().Equal(four);
        Read(Hosts6, Answer(Hosts6, six)).Should().Equal(six);
        Read(Hosts6, Answer(Hosts4, four)).Should().BeEmpty("it is of another family");
        Read(new NftablesSet(IsIPv6: false, 24), Answer(new NftablesSet(IsIPv6: false, 24), [(Some.Prefix("198.51.100.0/24"), null)]))
            .Single()
            .Address.Should()
            .Be(Some.Prefix("198.51.100.0/24"));
    }

    [Fact]
    public void A_socket_that_never_ends_ends_all_the_same()
    {
        using var endless = new Recorded(Enumerable.Repeat(Answer(Hosts4, 1), int.MaxValue));
        FluentActions.Invoking(() => new ElementSocket(endless, Table, TimeProvider.System).Greet()).Should().NotThrow();
    }

    [Fact]
    public void An_answer_to_an_earlier_question_is_passed_over()
    {
        using var socket = new Recorded([Acknowledgement(6, -2), Acknowledgement(8, 0)]);
        new NetlinkInbox(socket).Read(7, 8).Should().Be(new NetlinkReply(0, 0, IsConfirmed: true));
    }

    [Fact]
    public void The_first_error_counts_and_names_its_message_even_where_numbers_wrap()
    {
        using var socket = new Recorded([
            [.. Acknowledgement(uint.MaxValue, -17), .. Acknowledgement(1, -2), .. Acknowledgement(2, 0)],
        ]);
        new NetlinkInbox(socket).Read(uint.MaxValue - 1, 2).Should().Be(new NetlinkReply(17, uint.MaxValue, IsConfirmed: true));
    }

    private static void Survives(byte[] bytes)
    {
        using var twice = new Recorded([bytes, bytes]);
        new NetlinkInbox(twice).Read(7, 9);
        using (var table = new Recorded([bytes]))
        {
            new NetlinkInbox(table).ReadList(7, new TableFormat(Table, new NftablesListing()).Read);
        }

        foreach (var set in new[] { Hosts4, Hosts6 })
        {
            Read(set, bytes).Count.Should().BeLessThanOrEqualTo(bytes.Length / 12);
        }
    }

    private static List<(AddressPrefix Address, TimeSpan? Left)> Read(NftablesSet set, byte[] bytes)
    {
        using var socket = new Recorded([bytes]);
        var elements = new List<(AddressPrefix, TimeSpan?)>();
        new NetlinkInbox(socket).ReadList(7, (type, payload) => ElementFormat.Read(payload, set, elements));
        return elements;
    }

    private static byte[] Damaged(byte[] whole, System.Random random)
    {
        var bytes = whole.ToArray();
        for (var times = random.Next(1, 6); times > 0 && bytes.Length > 0; times--)
        {
            switch (random.Next(4))
            {
                case 0:
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[random.Next(bytes.Length)] = random.Next(2) == 0 ? (byte)0 : (byte)255;
                    break;
                case 2:
                    bytes = bytes[..random.Next(bytes.Length)];
                    break;
                default:
                    var at = random.Next(bytes.Length);
                    bytes = [.. bytes[..at], .. bytes[random.Next(bytes.Length)..], .. bytes[at..]];
                    break;
            }
        }

        return bytes;
    }

    private static byte[] Acknowledgement(uint sequence, int error)
    {
        byte[] bytes =
        [
            .. BitConverter.GetBytes(36),
            .. BitConverter.GetBytes((int)NetlinkFormat.Error),
            .. BitConverter.GetBytes(sequence),
            0,
            0,
            0,
            0,
            .. BitConverter.GetBytes(error),
            .. new byte[16],
        ];
        return bytes;
    }

    private static byte[] Answer(NftablesSet set, int count) =>
        Answer(
            set,
            Enumerable
                .Range(1, count)
                .Select(i =>
                    (
                        Some.Prefix(set.IsIPv6 ? $"2001:db8::{i:x}" : $"192.0.{i >> 8}.{i & 255}"),
                        i % 2 == 0 ? (TimeSpan?)null : TimeSpan.FromSeconds(i)
                    )
                )
        );

    // As the kernel writes them: with the time that is left beside the whole time, and behind that the end of the list.
    private static byte[] Answer(NftablesSet set, IEnumerable<(AddressPrefix Address, TimeSpan? Left)> elements)
    {
        var writer = new NetlinkWriter();
        var start = writer.Begin(NetlinkFormat.NewElement, 2, 7, NetlinkFormat.InetFamily, 0);
        writer.Add(NetlinkFormat.Table, Table);
        writer.Add(NetlinkFormat.ListSet, set.Name);
        var list = writer.BeginNested(NetlinkFormat.ListElements);
        foreach (var (address, left) in elements)
        {
            var item = writer.BeginNested(NetlinkFormat.ListItem);
            var key = writer.BeginNested(NetlinkFormat.ElementKey);
            address.WriteBytes(writer.Add(NetlinkFormat.DataValue, set.IsIPv6 ? 16 : 4));
            writer.EndNested(key);
            if (left is { } time)
            {
                writer.Add(NetlinkFormat.ElementTimeout, 3_600_000UL);
                writer.Add(NetlinkFormat.ElementExpiration, (ulong)time.TotalMilliseconds);
            }

            writer.EndNested(item);
        }

        writer.EndNested(list);
        writer.End(start);
        writer.End(writer.Begin(NetlinkFormat.Done, 2, 7, 0, 0));
        return writer.Bytes.ToArray();
    }

    /// <summary>A socket whose answers are there already.</summary>
    private sealed class Recorded(IEnumerable<byte[]> answers) : INetlinkSocket
    {
        private readonly IEnumerator<byte[]> _answers = answers.GetEnumerator();

        public int LargestMessage => 200_000;

        public int Send(ReadOnlySpan<byte> bytes) => 0;

        public int Receive(Span<byte> buffer, out int error)
        {
            error = _answers.MoveNext() ? 0 : NetlinkErrors.WouldBlock;
            if (error != 0)
            {
                return 0;
            }

            var fits = _answers.Current.AsSpan(0, Math.Min(buffer.Length, _answers.Current.Length));
            fits.CopyTo(buffer);
            return _answers.Current.Length;
        }

        public void Dispose() => _answers.Dispose();
    }
}
