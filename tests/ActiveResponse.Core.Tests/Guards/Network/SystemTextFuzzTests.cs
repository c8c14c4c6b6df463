using System.Buffers.Binary;
using ActiveResponse.Configuration;
using ActiveResponse.Guards.Network;
using FsCheck;
using FsCheck.Fluent;

namespace ActiveResponse.Tests.Guards.Network;

/// <summary>Whatever the system writes, reading it doesn't throw.</summary>
public sealed class SystemTextFuzzTests
{
    [Fact]
    public void Texts_of_any_kind_are_read_without_a_fault() =>
        Prop.ForAll<string?>(static text =>
            {
                var lines = (text ?? "").Split('\n');
                string[] dressed =
                [
                    .. lines,
                    .. lines.Select(static line => "nameserver " + line),
                    .. lines.Select(static line => "SERVER_ADDRESS=" + line),
                    .. lines.Select(static line => $"eth0 0 {line} 3 0 0 0 {line}"),
                    .. lines.Select(static line => $"0 0 0 0 {line} 0 0 0 3 eth0"),
                ];
                _ = RouteTables.GatewaysIPv4(dressed).ToList();
                _ = RouteTables.GatewaysIPv6(dressed).ToList();
                _ = ResolvConf.NameServers(dressed).ToList();
                _ = DhcpLeases.Server(dressed);
            })
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Messages_of_any_kind_are_read_without_a_fault() =>
        Prop.ForAll<byte[], byte>(
                static (bytes, cut) =>
                {
                    var gateways = new List<AddressPrefix>();
                    _ = RouteMessages.Read(bytes, gateways);

                    // A header that fits, so that what follows is looked at.
                    var message = new byte[28 + bytes.Length];
                    BinaryPrimitives.WriteUInt32LittleEndian(message, (uint)message.Length);
                    message[4] = 24;
                    message[23] = 1;
                    bytes.CopyTo(message, 28);
                    _ = RouteMessages.Read(message, gateways);
                    _ = RouteMessages.Read(message.AsSpan(0, Math.Min((int)cut, message.Length)), gateways);
                }
            )
            .QuickCheckThrowOnFailure();
}
