using System.IO.Abstractions;
using ActiveResponse.Configuration;
using ActiveResponse.Guards.Network;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Guards.Network;

/// <summary>A tree of files as a real system has them.</summary>
public sealed class HostNetworkReaderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("active-response-test-").FullName;
    private readonly Dictionary<string, string> _variables = [];
    private readonly LogLines _log = new();

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Reads_this_machine()
    {
        var network = new HostNetworkReader(new HostFiles(new FileSystem()), static _ => null, _log.For<HostNetworkReader>()).Read(
            HostNetwork.Unknown
        );
        network.Own.Addresses.Should().Contain(Some.Prefix("127.0.0.1"));
        _log.All.Should().BeEmpty();
    }

    [Fact]
    public void Reads_gateways_resolvers_and_leases_where_Linux_keeps_them()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the files are Linux's");
        Write("proc/net/ipv6_route", $"{Zeros} 00 {Zeros} 00 20010db8000100000000000000000001 00000400 1 0 00000003 eth0\n");
        Write("etc/resolv.conf", "nameserver 127.0.0.53\n");
        Write("run/systemd/resolve/resolv.conf", "nameserver 192.0.2.53\n");
        Write("run/systemd/netif/leases/2", "SERVER_ADDRESS=192.0.2.2\n");
        Write("var/lib/dhcp/dhclient.eth0.leases", "lease {\n  option dhcp-server-identifier 192.0.2.3;\n}\n");
        Write("var/lib/NetworkManager/internal-1-eth0.lease", "SERVER_ADDRESS=192.0.2.4\n");
        var network = Reader().Read(HostNetwork.Unknown);
        Texts(network.Gateways).Should().Contain("2001:db8:1::1");
        Texts(network.Resolvers).Should().Contain(["192.0.2.53", "127.0.0.53"]);
        Texts(network.DhcpServers).Should().Contain(["192.0.2.2", "192.0.2.3", "192.0.2.4"]);
    }

    [Fact]
    public void Keeps_what_it_knew_of_a_source_that_fails_and_tells_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the files are Linux's");
        Write("etc/resolv.conf", "nameserver 192.0.2.53\n");
        var reader = Reader();
        var first = reader.Read(HostNetwork.Unknown);
        File.Delete(Path.Combine(_root, "etc/resolv.conf"));
        Directory.CreateDirectory(Path.Combine(_root, "etc/resolv.conf"));
        var second = reader.Read(first);
        reader.Read(second);
        Texts(second.Resolvers).Should().Contain("192.0.2.53");
        _log.Of(208).Should().Be(1);

        Directory.Delete(Path.Combine(_root, "etc/resolv.conf"));
        Texts(reader.Read(second).Resolvers).Should().NotContain("192.0.2.53", "a name server that is gone is protected no more");
    }

    [Fact]
    public void The_peer_of_the_SSH_session_is_found_in_the_own_environment_or_that_of_a_process_above()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the files are Linux's");
        _variables["SSH_CONNECTION"] = "2001:db8::7 50000 2001:db8::1 22";
        _variables["SSH_CLIENT"] = "fe80::7%eth0 50000 22";
        Write($"proc/{Environment.ProcessId}/stat", $"{Environment.ProcessId} (active (re) sponse) S 700 1 1");
        Write($"proc/{Environment.ProcessId}/environ", "PATH=/bin\0");
        Write("proc/700/stat", "700 (sudo) S 600 1 1");
        Write("proc/700/environ", "XSSH_CLIENT=192.0.2.9 1 22\0");
        Write("proc/600/stat", "600 (bash) S 1 1 1");
        Write("proc/600/environ", "PATH=/bin\0SSH_CONNECTION=192.0.2.8 50000 192.0.2.1 22\0");
        var reader = Reader();
        Texts(reader.Read(HostNetwork.Unknown).SshPeers).Should().BeEquivalentTo("2001:db8::7", "fe80::7", "192.0.2.8");
        Directory.Delete(Path.Combine(_root, "proc/600"), recursive: true);
        Texts(reader.Read(HostNetwork.Unknown).SshPeers).Should().Contain("192.0.2.8", "the shell may end before what it started");
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense 1 22")]
    [InlineData("   ")]
    public void A_variable_that_holds_no_address_protects_nobody(string value)
    {
        _variables["SSH_CONNECTION"] = value;
        Reader().Read(HostNetwork.Unknown).SshPeers.Addresses.Should().BeEmpty();
    }

    private const string Zeros = "00000000000000000000000000000000";

    private static IEnumerable<string> Texts(AddressSet set) => set.Addresses.Select(static (AddressPrefix address) => address.ToString());

    private HostNetworkReader Reader() =>
        new(new HostFiles(new FileSystem(), _root), _variables.GetValueOrDefault, _log.For<HostNetworkReader>());

    private void Write(string path, string text)
    {
        var full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
