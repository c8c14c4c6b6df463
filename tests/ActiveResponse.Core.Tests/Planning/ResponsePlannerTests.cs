using System.Diagnostics.CodeAnalysis;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.Planning;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Planning;

public sealed class ResponsePlannerTests
{
    private static readonly ResponderDescription Firewall = new("fw", ResponderNeeds.Address, IsReversible: true);
    private ResponderDescription? _responder = Firewall;
    private ConfigDialect _dialect = ConfigDialect.Wazuh;

    [Fact]
    public void An_unrelated_hostile_field_does_not_stop_an_address_block()
    {
        var alert = Some.Alert() with { User = "(no user)", FileName = "-rf /" };
        var order = Plan(Some.Response(), alert).Should().ContainSingle().Subject;
        order.Refusal.Should().BeNull();
        order.Order.Subject.Should().Be(Some.Address("203.0.113.9"));
    }

    [Theory]
    [InlineData(null, "missing-field")]
    [InlineData("", "missing-field")]
    [InlineData("-", "missing-field")]
    [InlineData("1.2.3", "crafted-value")]
    [InlineData("0x7f.1", "crafted-value")]
    [InlineData("1.2.3.4;id", "crafted-value")]
    [InlineData("$(id)", "crafted-value")]
    [InlineData("203.0.113.0/24", "crafted-value")]
    [InlineData("203.0.113.9/32", "crafted-value")]
    [InlineData("-rf", "crafted-value")]
    [InlineData("evil.example.net", "crafted-value")]
    public void Refuses_addresses_that_are_missing_or_crafted(string? address, string by) =>
        Plan(Some.Response(), Some.Alert(address)).Should().ContainSingle().Which.Refusal!.By.Should().Be(by);

    [Fact]
    public void An_address_mapped_into_IPv6_is_the_IPv4_address() =>
        Plan(Some.Response(), Some.Alert("::ffff:203.0.113.9"))[0]
            .Order.Key.Should()
            .Be(Plan(Some.Response(), Some.Alert("203.0.113.9"))[0].Order.Key);

    [Theory]
    [InlineData("alice", null, "alice")]
    [InlineData(null, "bob", "bob")]
    [InlineData("-", "bob", "bob")]
    [InlineData("", "bob", "bob")]
    [InlineData("al.ice_9@host-1", "bob", "al.ice_9@host-1")]
    public void With_OSSEC_a_user_is_the_target_else_the_source(string? user, string? source, string expected)
    {
        _dialect = ConfigDialect.Ossec;
        _responder = Firewall with { Needs = ResponderNeeds.User };
        var order = Plan(Some.Response(), Some.Alert() with { User = user, SourceUser = source })[0];
        order.Refusal.Should().BeNull();
        order.Order.Subject.Should().Be(new Subject { User = expected });
    }

    [Theory]
    [InlineData(null)]
    [InlineData("-")]
    [InlineData("")]
    public void With_Wazuh_the_user_an_event_comes_from_is_nobodys_target(string? user)
    {
        _responder = Firewall with { Needs = ResponderNeeds.User };
        Plan(Some.Response(), Some.Alert() with { User = user, SourceUser = "oracle" })[0].Refusal!.By.Should().Be("missing-field");
        _responder = Firewall with { Needs = ResponderNeeds.Address with { Optional = SubjectKinds.User } };
        Plan(Some.Response(), Some.Alert() with { User = user, SourceUser = "oracle" })[0].Order.Subject.User.Should().BeNull();
    }

    [Theory]
    [InlineData("(no user)", "bob")]
    [InlineData("-x", null)]
    [InlineData("root;id", null)]
    [InlineData("a b", null)]
    public void A_crafted_user_is_refused_and_does_not_fall_back(string user, string? source)
    {
        _responder = Firewall with { Needs = ResponderNeeds.User };
        Plan(Some.Response(), Some.Alert() with { User = user, SourceUser = source })[0].Refusal!.By.Should().Be("crafted-value");
    }

    [Theory]
    [InlineData("/etc/passwd", null)]
    [InlineData("/tmp/a b;c", null)]
    [InlineData("-rf", "crafted-value")]
    [InlineData("/tmp/a\nb", "crafted-value")]
    [InlineData(null, "missing-field")]
    public void A_file_is_taken_unless_it_looks_like_an_option_or_hides_characters(string? file, string? refusedBy)
    {
        _responder = Firewall with { Needs = ResponderNeeds.File };
        Plan(Some.Response(), Some.Alert() with { FileName = file })[0].Refusal?.By.Should().Be(refusedBy);
    }

    [Fact]
    public void Optional_fields_join_the_subject_when_they_are_usable()
    {
        _responder = Firewall with { Needs = new ResponderNeeds { Optional = SubjectKinds.Address | SubjectKinds.User } };
        var order = Plan(Some.Response(), Some.Alert("not an address") with { User = "alice" })[0];
        order.Refusal.Should().BeNull();
        order.Order.Subject.Should().Be(new Subject { User = "alice" });
    }

    [Fact]
    public void Nothing_bound_is_refused_here_and_not_for_other_hosts()
    {
        _responder = null;
        Plan(Some.Response(), Some.Alert())[0].Refusal!.By.Should().Be("unbound");
        var elsewhere = Plan(Some.Response(locations: ResponseLocation.All), Some.Alert(), new HostIdentity { Role = HostRole.Server })[0];
        elsewhere.Refusal.Should().BeNull();
        elsewhere.Order.Subject.Should().Be(Some.Address("203.0.113.9"), "what the command expects is known without a responder");
    }

    [Fact]
    public void A_timeout_on_what_cannot_be_taken_back_is_refused()
    {
        _responder = Firewall with { IsReversible = false };
        Plan(Some.Response(seconds: 600), Some.Alert())[0].Refusal!.By.Should().Be("not-reversible");
        Plan(Some.Response(seconds: 0), Some.Alert())[0].Refusal.Should().BeNull();
    }

    public static TheoryData<HostRole, ResponseLocation, string?, string> Routes =>
        new()
        {
            { HostRole.Standalone, ResponseLocation.Local, "001", "Local here" },
            { HostRole.Standalone, ResponseLocation.Server, "001", "Server here" },
            { HostRole.Standalone, ResponseLocation.All, "001", "All here" },
            { HostRole.Standalone, ResponseLocation.DefinedAgent, "001", "DefinedAgent 007 elsewhere" },
            { HostRole.Server, ResponseLocation.Server | ResponseLocation.All, "001", "Server here" },
            { HostRole.Server, ResponseLocation.Local, "000", "Local here" },
            { HostRole.Server, ResponseLocation.Local, null, "Local here" },
            { HostRole.Server, ResponseLocation.Local, "001", "Local 001 elsewhere" },
            { HostRole.Server, ResponseLocation.All, "001", "All elsewhere" },
            { HostRole.Server, ResponseLocation.Local | ResponseLocation.All, "000", "Local here" },
            { HostRole.Server, ResponseLocation.Local | ResponseLocation.All, "001", "All elsewhere" },
            { HostRole.Server, ResponseLocation.DefinedAgent, "001", "DefinedAgent 007 elsewhere" },
            { HostRole.Server, ResponseLocation.Local | ResponseLocation.DefinedAgent, "001", "Local 001 elsewhere" },
            { HostRole.Agent, ResponseLocation.Local, "7", "Local here" },
            { HostRole.Agent, ResponseLocation.Local, null, "Local here" },
            { HostRole.Agent, ResponseLocation.Local, "001", "Local 001 elsewhere" },
            { HostRole.Agent, ResponseLocation.DefinedAgent, "001", "DefinedAgent 007 here" },
            { HostRole.Agent, ResponseLocation.All, "001", "All here, All elsewhere" },
            { HostRole.Agent, ResponseLocation.Server, "001", "Server elsewhere" },
        };

    [Theory]
    [MemberData(nameof(Routes))]
    public void Orders_go_where_the_daemons_would_send_them(HostRole role, ResponseLocation locations, string? alertAgent, string expected)
    {
        var host = new HostIdentity { Role = role, AgentId = role == HostRole.Agent ? "07" : null };
        RoutesOf(Some.Response(locations: locations, agentId: "007"), Some.Alert() with { AgentId = alertAgent }, host)
            .Should()
            .Be(expected);
    }

    [Theory]
    [InlineData(HostRole.Standalone, "label:web", "DefinedAgent label:web here")]
    [InlineData(HostRole.Standalone, "label:db", "DefinedAgent label:db elsewhere")]
    [InlineData(HostRole.Server, "label:web", "DefinedAgent label:web elsewhere")]
    [InlineData(HostRole.Agent, "label:web", "DefinedAgent label:web here, DefinedAgent label:web elsewhere")]
    [InlineData(HostRole.Agent, "label:WEB", "DefinedAgent label:WEB elsewhere")]
    [InlineData(HostRole.Agent, "web", "DefinedAgent web elsewhere")]
    [InlineData(HostRole.Agent, "web01", "DefinedAgent web01 here")]
    public void A_label_stands_for_every_agent_that_has_it(HostRole role, string target, string expected)
    {
        var host = new HostIdentity
        {
            Role = role,
            AgentId = role == HostRole.Agent ? "001" : null,
            AgentName = "web01",
            Labels = ["web", "edge"],
        };
        RoutesOf(Some.Response(locations: ResponseLocation.DefinedAgent, agentId: target), Some.Alert(), host).Should().Be(expected);
        Routing
            .MayRunHere(Some.Response(locations: ResponseLocation.DefinedAgent, agentId: target), host)
            .Should()
            .Be(expected.Contains(" here", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_meant_for_others_carries_all_they_may_need()
    {
        var alert = Some.Alert() with { User = "alice", FileName = "-rf", Json = "{}"u8.ToArray() };
        var order = Plan(Some.Response(locations: ResponseLocation.All), alert, new HostIdentity { Role = HostRole.Server })[0];
        order.Refusal.Should().BeNull();
        order.Order.Subject.Should().Be(Some.Address("203.0.113.9") with { User = "alice" });
        order.Order.Origin.AlertJson.IsEmpty.Should().BeFalse();
    }

    [Fact]
    public void What_cannot_run_here_is_sent_to_the_others_all_the_same()
    {
        _responder = null;
        Plan(Some.Response(locations: ResponseLocation.All), Some.Alert(), new HostIdentity { Role = HostRole.Agent, AgentId = "001" })
            .Select(static order => order.Refusal?.By)
            .Should()
            .Equal("unbound", null);
    }

    [Theory]
    [InlineData("/var/log/auth.log", true)]
    [InlineData("(web01) 10.0.0.5->/var/log/auth.log", false)]
    public void Without_an_agent_id_the_location_tells_whose_event_it_is(string location, bool here)
    {
        var alert = Some.Alert() with { Location = location, AgentName = here ? null : "web01" };
        var order = Plan(Some.Response(), alert, new HostIdentity { Role = HostRole.Server })[0].Order;
        order.RunsHere.Should().Be(here);
        order.TargetAgent.Should().Be(here ? null : "web01");
    }

    [Fact]
    public void The_alerts_text_is_kept_only_for_responders_that_hand_it_on()
    {
        var alert = Some.Alert() with { Json = "{}"u8.ToArray() };
        Plan(Some.Response(), alert)[0].Order.Origin.AlertJson.IsEmpty.Should().BeTrue();
        _responder = Firewall with { Needs = ResponderNeeds.Address with { AlertJson = true } };
        Plan(Some.Response(), alert)[0].Order.Origin.AlertJson.IsEmpty.Should().BeFalse();
    }

    private string RoutesOf(ResponseDefinition response, Alert alert, HostIdentity host) =>
        string.Join(", ", Plan(response, alert, host).Select(static planned => Route(planned.Order)));

    private static string Route(ResponseOrder order) =>
        string.Join(
            ' ',
            new[]
            {
                order.Location.ToString(),
                order.TargetAgent,
                order.RunsHere ? "here" : null,
                order.RunsElsewhere ? "elsewhere" : null,
            }.Where(static word => word is not null)
        );

    private System.Collections.Immutable.ImmutableArray<PlannedOrder> Plan(
        ResponseDefinition response,
        Alert alert,
        HostIdentity? host = null
    ) => new ResponsePlanner(host ?? HostIdentity.Standalone, _dialect).Plan(response, alert, _responder);
}
