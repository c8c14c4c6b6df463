using System.Globalization;
using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.Nftables.Netlink;

namespace ActiveResponse.Benchmarks.Engine;

/// <summary>The kernel's operations with nothing around them: one message written, sent and acknowledged; in a table of its own.</summary>
internal sealed class RawNetlink : IDisposable
{
    public const string Table = "raw";
    private const int FullList = 65_000;

    private readonly NetlinkWriter _writer = new();
    private readonly byte[] _answer = new byte[64 * 1024];
    private readonly NetlinkSocket _socket =
        NetlinkSocket.Open(out var error) ?? throw new InvalidOperationException(NetlinkErrors.Explain(error));
    private uint _sequence;

    public static async Task<RawNetlink> MakeAsync()
    {
        await NftAsync(
            $$"""
            add table inet {{Table}}
            add set inet {{Table}} hosts4 { type ipv4_addr; flags timeout; }
            add chain inet {{Table}} input { type filter hook input priority -10; policy accept; }
            add rule inet {{Table}} input ip saddr @hosts4 drop
            """
        );
        return new RawNetlink();
    }

    public static async Task NftAsync(string script)
    {
        var command = new CommandInvocation("nft", "-f", "-") { StandardInput = System.Text.Encoding.ASCII.GetBytes(script + "\n") };
        var result = await new CommandRunner(TimeProvider.System).RunAsync(command, CancellationToken.None);
        _ = result.IsSuccess ? 0 : throw new InvalidOperationException(result.ErrorText + result.Detail);
    }

    /// <summary>Address number so much, of 198.18.0.0/15 and what follows.</summary>
    public static AddressPrefix Address(int number)
    {
        Span<byte> bytes = stackalloc byte[4];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes, 0xc6120000u + (uint)number);
        return AddressPrefix.From(bytes, 32);
    }

    /// <summary>The text of that address.</summary>
    public static string Text(int number) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{198 + ((0x120000 + number) >> 24)}.{((0x120000 + number) >> 16) & 255}.{(number >> 8) & 255}.{number & 255}"
        );

    public void Add(int from, int count, string table = Table) => Change(NetlinkFormat.NewElement, table, from, count);

    public void Delete(int from, int count, string table = Table) => Change(NetlinkFormat.DeleteElement, table, from, count);

    /// <summary>Whether an element is in the set; asking changes nothing.</summary>
    public bool Has(int number, string table)
    {
        _writer.Clear();
        var start = _writer.Begin(NetlinkFormat.GetElement, NetlinkFormat.Request, ++_sequence, NetlinkFormat.InetFamily, 0);
        _writer.Add(NetlinkFormat.Table, table);
        _writer.Add(NetlinkFormat.ListSet, "hosts4");
        var list = _writer.BeginNested(NetlinkFormat.ListElements);
        ElementFormat.Write(_writer, Address(number), null, movesEnd: false);
        _writer.EndNested(list);
        _writer.End(start);
        if (_socket.Send(_writer.Bytes) != 0)
        {
            return false;
        }

        var length = _socket.Receive(_answer, out var error);
        var messages = new NetlinkMessages(_answer.AsSpan(0, length));
        return error == 0 && messages.MoveNext() && messages.Type == NetlinkFormat.NewElement;
    }

    public void Dispose() => _socket.Dispose();

    private void Change(ushort type, string table, int from, int count)
    {
        _writer.Clear();
        Frame(NetlinkFormat.BatchBegin);
        var isNew = type == NetlinkFormat.NewElement;
        var last = 0;
        var next = from;
        while (next < from + count)
        {
            last = _writer.Begin(
                type,
                (ushort)(NetlinkFormat.Request | (isNew ? NetlinkFormat.Create : 0)),
                ++_sequence,
                NetlinkFormat.InetFamily,
                0
            );
            _writer.Add(NetlinkFormat.Table, table);
            _writer.Add(NetlinkFormat.ListSet, "hosts4");
            var list = _writer.BeginNested(NetlinkFormat.ListElements);
            for (; next < from + count && _writer.Length - list < FullList; next++)
            {
                ElementFormat.Write(_writer, Address(next), isNew ? 600_000UL : null, movesEnd: false);
            }

            _writer.EndNested(list);
            _writer.End(last);
        }

        _writer.AskAcknowledgement(last);
        Frame(NetlinkFormat.BatchEnd);
        var error = _socket.Send(_writer.Bytes);
        while (error == 0)
        {
            var length = _socket.Receive(_answer, out error);
            var messages = new NetlinkMessages(_answer.AsSpan(0, length));
            while (error == 0 && messages.MoveNext())
            {
                error = messages.ErrorNumber;
            }
        }

        _ = error == NetlinkErrors.WouldBlock ? 0 : throw new InvalidOperationException(NetlinkErrors.Explain(error));
    }

    private void Frame(ushort type) =>
        _writer.End(_writer.Begin(type, NetlinkFormat.Request, ++_sequence, NetlinkFormat.AnyFamily, NetlinkFormat.Subsystem));
}
