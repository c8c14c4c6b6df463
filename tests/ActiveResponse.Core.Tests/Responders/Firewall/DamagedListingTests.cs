using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.BsdRoute;
using ActiveResponse.Responders.Firewall.Firewalld;
using ActiveResponse.Responders.Firewall.Ipfilter;
using ActiveResponse.Responders.Firewall.Ipfw;
using ActiveResponse.Responders.Firewall.Ipset;
using ActiveResponse.Responders.Firewall.Iptables;
using ActiveResponse.Responders.Firewall.Nftables;
using ActiveResponse.Responders.Firewall.Npf;
using ActiveResponse.Responders.Firewall.NullRoute;
using ActiveResponse.Responders.Firewall.Pf;
using ActiveResponse.Responders.Firewall.SharedPlaces;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Responders.Firewall.BsdRoute;
using ActiveResponse.Tests.Responders.Firewall.Ipfilter;
using ActiveResponse.Tests.Responders.Firewall.Ipfw;
using ActiveResponse.Tests.Responders.Firewall.Npf;
using ActiveResponse.Tests.Responders.Firewall.Pf;
using ActiveResponse.Tests.Responders.Firewall.SharedPlaces;
using ActiveResponse.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace ActiveResponse.Tests.Responders.Firewall;

/// <summary>What a firewall's program lists, damaged: it is read or refused as one that can't be read, and no text makes a fault.</summary>
public sealed class DamagedListingTests
{
    private const string Nft = """
        {"nftables": [{"metainfo": {"version": "1.0.6", "json_schema_version": 1}},
        {"table": {"family": "inet", "name": "active_response", "handle": 1}},
        {"set": {"family": "inet", "name": "hosts4", "table": "active_response",
        "type": "ipv4_addr", "handle": 3, "comment": "active-response", "flags": ["timeout"],
        "elem": [{"elem": {"val": "203.0.113.9", "timeout": 3600, "expires": 3599}}, "203.0.113.10"]}},
        {"chain": {"family": "inet", "table": "active_response", "name": "input_hosts4",
        "handle": 1, "type": "filter", "hook": "input", "prio": -10, "policy": "accept"}},
        {"rule": {"family": "inet", "table": "active_response", "chain": "input_hosts4", "handle": 5, "expr": [
        {"match": {"op": "==", "left": {"payload": {"protocol": "ip", "field": "saddr"}},
        "right": "@hosts4"}}, {"counter": {"packets": 0, "bytes": 0}}, {"drop": null}]}}]}
        """;

    private const string Iptables = """
        *filter
        :INPUT ACCEPT [0:0]
        :active_response - [0:0]
        -A INPUT -m comment --comment active-response -j active_response
        -A active_response -s 203.0.113.9/32 -m comment --comment "active-response until=1754300600" -j DROP
        -A active_response -s 203.0.113.10/32 -m comment --comment active-response -j DROP
        COMMIT

        """;

    private const string Rule4 =
        "rule family=\"ipv4\" source address=\"203.0.113.9\" drop\nrule family=\"ipv4\" source address=\"203.0.113.10\" drop\n";
    private const string Routes =
        """[{"type":"blackhole","dst":"203.0.113.9","dev":"lo","protocol":"155","metric":0,"flags":[]},"""
        + """{"type":"blackhole","dst":"203.0.113.0/24","flags":[]}]""";
    private const string Saved = """
        create active_response4 hash:net family inet hashsize 1024 maxelem 1000000 timeout 0 comment bucketsize 12 initval 0x11c51ed6
        add active_response4 203.0.113.9 timeout 12 comment "active-response until=1754300000"
        add active_response4 203.0.113.0/24 timeout 0 comment "active-response"
        *filter
        -A INPUT -m comment --comment active-response -j active_response_set
        -A active_response_set -m set --match-set active_response4 src -m comment --comment active-response -j DROP
        COMMIT

        """;

    private static readonly ManualClock Clock = new();

    [Fact]
    public void Nftables() =>
        Reads(Answers(Nft), static runner => new NftablesBackend(new NftablesOptions { Forward = false }, runner, Clock));

    [Fact]
    public void Iptables_with_rules() =>
        Reads(Answers(Iptables), static runner => new IptablesBackend(new IptablesOptions { Forward = false }, runner, Clock));

    [Fact]
    public void Ipset_with_its_rule() =>
        Reads(Answers(Saved), static runner => new IpsetBackend(new IpsetOptions { Forward = false }, runner, Clock));

    [Fact]
    public void Rich_rules_of_firewalld() => Reads(Answers(Rule4), static runner => new FirewalldBackend(new FirewalldOptions(), runner));

    [Fact]
    public void Sets_of_firewalld() =>
        Reads(
            Answers("203.0.113.9\n203.0.113.10\nipset:active-response4\nipset:active-response6\n"),
            static runner => new FirewalldIpsetBackend(new FirewalldIpsetOptions(), runner, Clock)
        );

    [Fact]
    public void Null_routes() => Reads(Answers(Routes), static runner => new NullRouteBackend(new NullRouteOptions(), runner));

    [Fact]
    public void Pf() => Reads(new PfStandIn(), static runner => new PfBackend(new PfOptions(), runner, HostSystem.OpenBsd));

    [Fact]
    public void Ipfw() => Reads(new IpfwStandIn(), static runner => new IpfwBackend(new IpfwOptions(), runner, HostSystem.FreeBsd));

    [Fact]
    public void Ipfilter() =>
        Reads(new IpfilterStandIn(), static runner => new IpfilterBackend(new IpfilterOptions(), runner, HostSystem.Solaris));

    [Fact]
    public void Npf() => Reads(new NpfStandIn(), static runner => new NpfBackend(new NpfOptions(), runner, HostSystem.NetBsd));

    [Fact]
    public void Routes_of_the_BSDs() =>
        Reads(new RouteStandIn(), static runner => new BsdRouteBackend(new BsdRouteOptions(), runner, HostSystem.FreeBsd));

    private static FakeCommandRunner Answers(string output) => new FakeCommandRunner().Answer(CommandResult.Exited(0, output));

    private static void Reads(ICommandRunner host, Func<ICommandRunner, IFirewallBackend> make)
    {
        var runner = new DamagingRunner(host);
        if (host is StandIn)
        {
            Wait(
                make(runner)
                    .ApplyAsync(
                        [new FirewallEntry(Some.Prefix("203.0.113.9"), null), new FirewallEntry(Some.Prefix("203.0.113.10"), null)],
                        [],
                        CancellationToken.None
                    )
            )
                .Adds.Should()
                .OnlyContain(static result => result.IsSuccess);
        }

        Wait(make(runner).ListAsync(CancellationToken.None)).Should().HaveCountGreaterThan(1, "what is sound is read");
        Prop.ForAll(
                Damage.Edits,
                edits =>
                {
                    runner.Damage = output => Damage.Apply(output, edits);
                    try
                    {
                        return Wait(make(runner).ListAsync(CancellationToken.None))
                            .All(static entry => AddressPrefix.TryParse(entry.Address.ToString(), out var again) && again == entry.Address);
                    }
                    catch (IOException e)
                    {
                        return e.Message.Length > 10;
                    }
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    private static T Wait<T>(ValueTask<T> task)
    {
        task.IsCompleted.Should().BeTrue("nothing here waits");
        return task.GetAwaiter().GetResult();
    }
}
