using System.Globalization;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests.Fleet;

/// <summary>Three agents with real packet filters, in networks of their own; what the kernel has in its sets, and for how long, is the
/// judge.</summary>
public sealed class KernelTests
{
    private const string Config = """
        <ossec_config>
          <command>
            <name>firewall-drop</name><executable>firewall-drop</executable><expect>srcip</expect><timeout_allowed>yes</timeout_allowed>
          </command>
          <active-response>
            <command>firewall-drop</command><location>all</location><rules_id>4</rules_id><timeout>600</timeout>
          </active-response>
          <active-response>
            <command>firewall-drop</command><location>all</location><rules_id>5</rules_id><timeout>1800</timeout>
          </active-response>
          <active-response><command>firewall-drop</command><location>all</location><rules_id>6</rules_id></active-response>
          <active-response>
            <command>firewall-drop</command><location>defined-agent</location><agent_id>label:web</agent_id><rules_id>7</rules_id>
            <timeout>600</timeout>
          </active-response>
        </ossec_config>
        """;

    private static readonly int[] Agents = [1, 2, 3];

    [Fact]
    public async Task Alerts_extend_block_for_good_and_reach_a_label_in_the_kernel_of_each_agent()
    {
        Assert.SkipWhen(FleetServer.Program is null, "nats-server is not here");
        using var network = new FleetNetwork("203.0.113.2", "203.0.113.3");
        await network.StartAsync(Config, "--dialect", "ossec");
        await network.AgentsAsync();

        Alert(network, 4, "203.0.113.1");
        await UntilAsync(network, () => Agents.All(agent => IsLeft(network, agent, "203.0.113.1", 500, 600)));
        Alert(network, 5, "203.0.113.1");
        await UntilAsync(network, () => Agents.All(agent => IsLeft(network, agent, "203.0.113.1", 1700, 1800)));

        Alert(network, 4, "203.0.113.1");
        Alert(network, 6, "203.0.113.2");
        Alert(network, 7, "203.0.113.3");
        await UntilAsync(
            network,
            () => Agents.All(agent => network.InSetOf(agent).TryGetValue("203.0.113.2", out var left) && left is null)
        );
        await UntilAsync(network, () => network.InSetOf(3).ContainsKey("203.0.113.3"));
        foreach (var agent in Agents)
        {
            IsLeft(network, agent, "203.0.113.1", 1600, 1800).Should().BeTrue("a shorter block shortens nothing");
            network.InSetOf(agent).ContainsKey("203.0.113.3").Should().Be(agent == 3, "only 003 has the label");
        }

        network.BlockedOn("203.0.113.2").Should().Be("123");
        network.BlockedOn("203.0.113.3").Should().Be("3");
    }

    [Fact]
    public async Task A_cable_that_is_cut_in_a_burst_costs_nothing_but_time()
    {
        Assert.SkipWhen(FleetServer.Program is null, "nats-server is not here");
        using var network = new FleetNetwork();
        await network.StartAsync(Config, "--dialect", "ossec");
        await network.AgentsAsync();
        var before = Enumerable.Range(1, 250).Select(static i => $"198.51.100.{i}").ToList();
        var meanwhile = Enumerable.Range(1, 50).Select(static i => $"192.0.2.{i}").ToList();

        before.ForEach(address => Alert(network, 4, address));
        await UntilAsync(network, () => network.InSetOf(2).Count > 20);
        network.Cable(2, isUp: false);
        meanwhile.ForEach(address => Alert(network, 4, address));
        await UntilAsync(network, () => network.InSetOf(1).Count == 300 && network.InSetOf(3).Count == 300);
        network.InSetOf(2).Keys.Should().NotContain(meanwhile, "nothing reaches it");
        using var lift = await network.FleetAsync("lift", "198.51.100.1");
        lift.ExitCode.Should().Be(0, lift.ErrorText);
        network.Cable(2, isUp: true);

        var expected = before.Skip(1).Concat(meanwhile).ToHashSet();
        await UntilAsync(network, () => Agents.All(agent => expected.SetEquals(network.InSetOf(agent).Keys)));
        var (there, cut) = (network.InSetOf(1), network.InSetOf(2));
        expected
            .Where(address => (there[address] - cut[address])!.Value.Duration() > TimeSpan.FromSeconds(5))
            .Should()
            .BeEmpty("all end at once");
    }

    private static bool IsLeft(FleetNetwork network, int agent, string address, int atLeast, int atMost) =>
        network.InSetOf(agent).TryGetValue(address, out var left) && left?.TotalSeconds >= atLeast && left?.TotalSeconds <= atMost;

    private static void Alert(FleetNetwork network, int rule, string address) =>
        network.Alert(
            """{"timestamp":"2026-08-01T03:17:27.000+0000","rule":{"level":10,"description":"t","""
                + $$$""" "id":"{{{rule.ToString(CultureInfo.InvariantCulture)}}}","groups":["syslog"]},"agent":{"id":"001","name":"web"},"""
                + $$$""" "id":"{{{rule.ToString(CultureInfo.InvariantCulture)}}}.{{{address}}}","data":{"srcip":"{{{address}}}"},"""
                + "\"location\":\"l\"}\n"
        );

    private static Task UntilAsync(FleetNetwork network, Func<bool> condition) =>
        FleetServer.UntilAsync(
            condition,
            () => $"{string.Join('\n', Agents.Select(agent => network.InSetOf(agent).Count))}\n{network.Said}"
        );
}
