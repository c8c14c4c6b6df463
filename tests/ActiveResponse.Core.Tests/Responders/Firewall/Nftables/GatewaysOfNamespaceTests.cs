using System.Runtime.InteropServices;
using ActiveResponse.Configuration;
using ActiveResponse.Guards.Network;

namespace ActiveResponse.Tests.Responders.Firewall.Nftables;

/// <summary>Default gateways of a namespace of its own, as its kernel tells them.</summary>
public sealed partial class GatewaysOfNamespaceTests
{
    [Fact]
    public async Task Are_found_in_every_table_and_of_every_next_hop()
    {
        using var lab = await NetworkLab.RoutedAsync();
        var client = lab.Client;
        await client.ExecAsync("ip", "route", "add", "default", "via", "203.0.113.7", "table", "77");
        await client.ExecAsync("ip", "route", "replace", "0.0.0.0/1", "nexthop", "via", "203.0.113.3", "nexthop", "via", "203.0.113.4");
        await client.ExecAsync("ip", "route", "add", "198.51.100.0/24", "via", "203.0.113.66");
        await client.ExecAsync("ip", "-6", "route", "add", "default", "via", "2001:db8:1::7", "table", "77");
        await client.ExecAsync("ip", "-6", "route", "add", "2001:db8:9::/48", "via", "2001:db8:1::66");
        await client.ExecAsync("ip", "route", "add", "unreachable", "default", "table", "78");

        var main = RouteTables.GatewaysIPv4((await client.ExecAsync("cat", "/proc/net/route")).Split('\n'));
        var six = RouteTables.GatewaysIPv6((await client.ExecAsync("cat", "/proc/net/ipv6_route")).Split('\n'));

        main.Select(static a => a.ToString()).Should().Contain("203.0.113.1").And.NotContain(["203.0.113.66", "203.0.113.7"]);
        six.Select(static a => a.ToString()).Should().BeEquivalentTo("2001:db8:1::1", "2001:db8:1::7");
        In(client.Name, RouteDump.Gateways)
            .Select(static a => a.ToString())
            .Should()
            .BeEquivalentTo("203.0.113.1", "203.0.113.3", "203.0.113.4", "203.0.113.7");
    }

    [Fact]
    public async Task Are_none_where_there_is_no_route()
    {
        using var lab = await NetworkLab.SingleAsync();
        In(lab.Firewall.Name, RouteDump.Gateways).Should().BeEmpty();
    }

    /// <summary>Runs on a thread of its own that has entered the namespace; it ends there, so nobody else finds himself in it.</summary>
    private static IReadOnlyCollection<AddressPrefix> In(string space, Func<IReadOnlyCollection<AddressPrefix>> read)
    {
        IReadOnlyCollection<AddressPrefix>? result = null;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                using var handle = File.OpenHandle($"/run/netns/{space}");
                Enter((int)handle.DangerousGetHandle(), 0x40000000).Should().Be(0);
                result = read();
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        return result ?? throw new InvalidOperationException("not read", failure);
    }

    [LibraryImport("libc", EntryPoint = "setns")]
    private static partial int Enter(int file, int type);
}
