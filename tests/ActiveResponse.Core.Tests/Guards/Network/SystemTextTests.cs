using ActiveResponse.Guards.Network;

namespace ActiveResponse.Tests.Guards.Network;

/// <summary>Texts as real systems write them, with documentation addresses.</summary>
public sealed class SystemTextTests
{
    private const string RouteFile = """
        Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
        eth0	00000000	010200C0	0003	0	0	100	00000000	0	0	0
        tun0	00000000	016433C6	0003	0	0	0	00000080	0	0	0
        eth0	000200C0	00000000	0001	0	0	100	00FFFFFF	0	0	0
        eth0	007100CB	FE0200C0	0003	0	0	100	00FFFFFF	0	0	0
        eth1	00000000	050200C0	0002	0	0	100	00000000	0	0	0
        *	00000000	060200C0	0203	0	0	100	00000000	0	0	0
        wg0	00000000	00000000	0001	0	0	0	00000000	0	0	0
        truncated	00000000
        """;

    private const string Route6File = """
        20010db8000100000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001     eth0
        00000000000000000000000000000000 00 00000000000000000000000000000000 00 20010db8000100000000000000000001 00000400 00000001 00000000 00000003     eth0
        00000000000000000000000000000000 00 00000000000000000000000000000000 00 fe800000000000000000000000000001 00000400 00000001 00000000 00000003     eth0
        20000000000000000000000000000000 03 00000000000000000000000000000000 00 20010db8000200000000000000000009 00000400 00000001 00000000 00000003     tun0
        20010db8000300000000000000000000 40 00000000000000000000000000000000 00 20010db80001000000000000000000ff 00000400 00000001 00000000 00000003     eth0
        00000000000000000000000000000000 00 00000000000000000000000000000000 00 00000000000000000000000000000000 ffffffff 00000001 00000000 00200200       lo
        nonsense
        """;

    [Fact]
    public void Finds_the_next_hops_of_default_routes()
    {
        RouteTables.GatewaysIPv4(RouteFile.Split('\n')).Select(static a => a.ToString()).Should().Equal("192.0.2.1", "198.51.100.1");
    }

    [Fact]
    public void Finds_the_next_hops_of_IPv6_default_routes() =>
        RouteTables
            .GatewaysIPv6(Route6File.Split('\n'))
            .Select(static a => a.ToString())
            .Should()
            .Equal("2001:db8:1::1", "fe80::1", "2001:db8:2::9");

    [Fact]
    public void Finds_name_servers()
    {
        const string File = """
            # made by a program
            ; another remark
            search example.net
            nameserver 192.0.2.53
            nameserver	2001:db8::53 # with a remark
            nameserver fe80::1%eth0
            nameserver
            nameserver name.example.net
            options edns0 trust-ad
            #nameserver 192.0.2.99
            """;
        ResolvConf
            .NameServers(File.Split('\n').Select(static line => line.Trim()))
            .Select(static a => a.ToString())
            .Should()
            .Equal("192.0.2.53", "2001:db8::53", "fe80::1");
    }

    [Theory]
    [InlineData(
        "lease {\n  fixed-address 192.0.2.7;\n  option dhcp-server-identifier 192.0.2.98;\n}\nlease {\n  option "
            + "dhcp-server-identifier 192.0.2.1;\n}",
        "192.0.2.1"
    )]
    [InlineData(
        "# This is private data. Do not parse.\nADDRESS=192.0.2.7\nNETMASK=255.255.255.0\nROUTER=192.0.2.254\nSERVER_ADDRESS=192.0.2.2\n",
        "192.0.2.2"
    )]
    [InlineData("[dhcp4]\ndhcp_server_identifier=192.0.2.3\n", "192.0.2.3")]
    [InlineData("SERVER_ADDRESS=\noption dhcp-server-identifier ;\n", null)]
    [InlineData("", null)]
    public void Finds_the_server_of_the_last_lease(string lease, string? server) =>
        (DhcpLeases.Server(lease.Split('\n').Select(static line => line.Trim()))?.ToString()).Should().Be(server);
}
