using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests.Fleet;

/// <summary>Three agents with real packet filters, in networks of their own; packets are the judge.</summary>
public sealed class PacketTests
{
    private const string Config = """
        <ossec_config>
          <command><name>firewall-drop</name><executable>firewall-drop</executable><timeout_allowed>yes</timeout_allowed></command>
          <active-response>
            <command>firewall-drop</command><location>local</location><rules_id>1</rules_id><timeout>600</timeout>
          </active-response>
          <active-response>
            <command>firewall-drop</command><location>server</location><rules_id>2</rules_id><timeout>601</timeout>
          </active-response>
          <active-response>
            <command>firewall-drop</command><location>defined-agent</location><agent_id>002</agent_id><rules_id>3</rules_id>
            <timeout>602</timeout>
          </active-response>
          <active-response>
            <command>firewall-drop</command><location>all</location><rules_id>4</rules_id><timeout>603</timeout>
          </active-response>
        </ossec_config>
        """;

    [Fact]
    public async Task Orders_block_where_they_are_meant_to_and_lifts_take_them_back()
    {
        Assert.SkipWhen(FleetServer.Program is null, "nats-server is not here");
        Assert.SkipUnless(Directory.EnumerateFiles("/usr/bin", "python3").Any(), "The packets are sent in Python.");
        using var network = new FleetNetwork("203.0.113.1", "203.0.113.3", "203.0.113.4", "203.0.113.5");
        await network.StartAsync(Config);
        await network.AgentsAsync();
        network.BlockedOn("203.0.113.1").Should().BeEmpty("nothing is blocked yet");

        network.Alert(AlertOf(1, "203.0.113.1", "001"));
        network.Alert(AlertOf(2, "203.0.113.2", "001"));
        network.Alert(AlertOf(3, "203.0.113.3", "001"));
        network.Alert(AlertOf(4, "203.0.113.4", "001"));
        using var label = await network.FleetAsync("block", "203.0.113.5", "--to", "label:web", "--permanently");
        label.ExitCode.Should().Be(0, label.ErrorText);

        await UntilAsync(network, "203.0.113.1", "1");
        await UntilAsync(network, "203.0.113.3", "2");
        await UntilAsync(network, "203.0.113.4", "123");
        await UntilAsync(network, "203.0.113.5", "3");
        await FleetServer.UntilAsync(() => network.HubRules.Contains("203.0.113.2", StringComparison.Ordinal), () => network.Said);
        using var lift = await network.FleetAsync("lift", "203.0.113.4");
        lift.ExitCode.Should().Be(0, lift.ErrorText);
        await UntilAsync(network, "203.0.113.4", "");
        network.BlockedOn("203.0.113.1").Should().Be("1", "the others stay");

        network.Cable(2, isUp: false);
        network.Alert(AlertOf(4, "203.0.113.5", "001"));
        await UntilReachedAsync(network, "203.0.113.5", 1, isReached: false);
        network.Cable(2, isUp: true);
        await UntilAsync(network, "203.0.113.5", "123");
    }

    private static string AlertOf(int rule, string address, string agent) =>
        """{"timestamp":"2026-08-01T03:17:27.000+0000","rule":{"level":10,"description":"t","""
        + $$$""" "id":"{{{rule}}}","groups":["syslog"]},"agent":{"id":"{{{agent}}}","name":"web"},"""
        + $$$""" "id":"{{{rule}}}.{{{address}}}","data":{"srcip":"{{{address}}}"},"location":"l"}"""
        + "\n";

    private static Task UntilAsync(FleetNetwork network, string source, string agents) =>
        FleetServer.UntilAsync(() => network.BlockedOn(source) == agents, () => $"{source} on {agents}: {network.Said}");

    private static Task UntilReachedAsync(FleetNetwork network, string source, int agent, bool isReached) =>
        FleetServer.UntilAsync(() => network.Reaches(source, agent) == isReached, () => $"{source} at {agent}: {network.Said}");
}
