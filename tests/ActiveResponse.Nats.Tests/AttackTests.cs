using System.Net;
using ActiveResponse.Configuration;
using ActiveResponse.Nats.Messages;
using ActiveResponse.Nats.Tests.Support;
using ActiveResponse.Planning;
using NATS.Client.Core;
using NATS.Client.JetStream;

namespace ActiveResponse.Nats.Tests;

/// <summary>A server in wrong hands: it can hold orders back, and make none.</summary>
public sealed class AttackTests : IAsyncLifetime
{
    private static readonly FleetSubjects Subjects = new("main");

    private TestFleet _fleet = null!;
    private TestHost _issuer = null!;
    private TestHost _agent = null!;
    private NatsConnection _attacker = null!;
    private MessageSigner _signer = null!;

    public async ValueTask InitializeAsync()
    {
        _fleet = await TestFleet.StartAsync();
        _issuer = await _fleet.IssuerAsync([TestFleet.Response(ResponseLocation.All)]);
        _agent = await _fleet.AgentAsync("001", ["web"]);
        _attacker = new NatsConnection(NatsOpts.Default with { Url = _fleet.Server.Url });
        _signer = new MessageSigner(_fleet.Key.Seed);
        await Eventually.HoldsAsync(async () => await _fleet.StoredAsync() == 1, "the stream must be there");
    }

    public async ValueTask DisposeAsync()
    {
        if (_fleet is not null)
        {
            _signer?.Dispose();
            await _attacker.DisposeAsync();
            await _fleet.DisposeAsync();
        }
    }

    [Fact]
    public async Task An_order_that_is_not_signed_is_refused()
    {
        var signed = Sign(Apply("203.0.113.1"));
        await PublishAsync(SubjectOf(signed), signed.Body, issuer: null, signature: null);
        await RefusedAsync("unsigned");
    }

    [Fact]
    public async Task An_order_that_was_altered_is_refused()
    {
        var signed = Sign(Apply("203.0.113.1"));
        var altered = MessageJson.Write(signed.Content with { End = null, Expires = null });
        await PublishAsync(SubjectOf(signed), altered, signed.Issuer, signed.Signature);
        await RefusedAsync("bad-signature");
    }

    [Fact]
    public async Task An_order_of_somebody_else_is_refused()
    {
        using var other = new MessageSigner(FleetCredentials.CreateKey().Seed);
        var signed = other.Sign(Apply("203.0.113.1"));
        await PublishAsync(signed);
        await RefusedAsync("unknown-issuer");
    }

    [Fact]
    public async Task An_order_for_another_fleet_is_refused()
    {
        await PublishAsync(Sign(Apply("203.0.113.1") with { Fleet = "other" }));
        await RefusedAsync("other-fleet");
    }

    [Theory]
    [InlineData("agent:002")]
    [InlineData("label:db")]
    public async Task An_order_for_others_that_was_copied_to_all_is_refused(string target)
    {
        FleetTarget.TryParse(target, out var other).Should().BeTrue();
        var signed = Sign(Apply("203.0.113.1") with { Target = other });
        await PublishAsync(Subjects.OrderFor(FleetTarget.All, signed.Content.Key), signed.Body, signed.Issuer, signed.Signature);
        await RefusedAsync("misplaced");
    }

    [Fact]
    public async Task An_order_under_the_key_of_another_effect_is_refused()
    {
        var key = EffectKey.Of(Apply("203.0.113.2").Order!);
        await PublishAsync(Sign(Apply("203.0.113.1") with { Key = key }));
        await RefusedAsync("misplaced");
    }

    [Fact]
    public async Task An_order_of_the_future_is_refused()
    {
        await PublishAsync(Sign(Apply("203.0.113.1") with { Issued = DateTimeOffset.UtcNow.AddMinutes(6) }));
        await RefusedAsync("future");
    }

    [Fact]
    public async Task What_is_no_order_is_refused()
    {
        var body = "{\"v\":1,\"fleet\":\"main\"}"u8.ToArray();
        var signature = Sign(Apply("203.0.113.1"));
        await PublishAsync(SubjectOf(signature), body, signature.Issuer, Convert.ToBase64String(Raw(body)));
        await RefusedAsync("malformed");
    }

    [Fact]
    public async Task An_order_that_was_lifted_and_is_replayed_is_refused()
    {
        await _issuer.Engine.HandleAsync(TestFleet.Alert("203.0.113.9"));
        await Eventually.HoldsAsync(() => _agent.Blocked.Count == 1, "it must be blocked");
        var (subject, body, issuer, signature) = await LastAsync();
        await _issuer.Fleet.LiftAsync(Subject.Of(AddressPrefix.From(IPAddress.Parse("203.0.113.9"))));
        await Eventually.HoldsAsync(() => _agent.Blocked.Count == 0, "it must be lifted");

        await PublishAsync(subject, body, issuer, signature);

        await RefusedAsync("replayed", blocked: []);
        await Eventually.HoldsAsync(async () => (await LastAsync()).Signature != signature, "the issuer must put back what holds");
    }

    [Fact]
    public async Task An_order_that_was_lifted_is_refused_after_a_restart_too()
    {
        await _issuer.Engine.HandleAsync(TestFleet.Alert("203.0.113.9"));
        await Eventually.HoldsAsync(() => _agent.Blocked.Count == 1, "it must be blocked");
        var (subject, body, issuer, signature) = await LastAsync();
        await _issuer.Fleet.LiftAsync(Subject.Of(AddressPrefix.From(IPAddress.Parse("203.0.113.9"))));
        await Eventually.HoldsAsync(() => _issuer.Fleet.ListAgents() is [{ Behind: 0, InPlace: 0 }], "it must be lifted");
        await _fleet.StopAsync(_agent);
        await _fleet.StopAsync(_issuer);
        await PublishAsync(subject, body, issuer, signature);

        _agent = await _fleet.AgentAsync("001", ["web"]);
        await PublishAsync(Sign(Apply("203.0.113.77")));

        await Eventually.HoldsAsync(() => _agent.Blocked.Contains("203.0.113.77"), "what is in order must arrive");
        _agent.Blocked.Should().Equal("203.0.113.77");
    }

    [Fact]
    public async Task A_lift_that_is_replayed_lifts_no_newer_block_also_after_a_restart()
    {
        var attacker = Subject.Of(AddressPrefix.From(IPAddress.Parse("203.0.113.9")));
        await _issuer.Engine.HandleAsync(TestFleet.Alert("203.0.113.9"));
        await Eventually.HoldsAsync(() => _agent.Blocked.Count == 1, "it must be blocked");
        await _issuer.Fleet.LiftAsync(attacker);
        var (subject, body, issuer, signature) = await LastAsync();
        await Eventually.HoldsAsync(() => _agent.Blocked.Count == 0, "it must be lifted");
        await _issuer.Engine.HandleAsync(TestFleet.Alert("203.0.113.9", id: "2"));
        await Eventually.HoldsAsync(() => _agent.Blocked.Count == 1, "it must be blocked again");
        await Eventually.HoldsAsync(() => _issuer.Fleet.ListAgents() is [{ Behind: 0 }], "it must be on record");
        var firewall = _agent.Firewall;
        await _fleet.StopAsync(_agent);
        await _fleet.StopAsync(_issuer);

        await PublishAsync(subject, body, issuer, signature);
        _agent = await _fleet.AgentAsync("001", ["web"], firewall: firewall);
        _signer.Dispose();
        _signer = new MessageSigner(_fleet.Key.Seed);
        await PublishAsync(Sign(Apply("203.0.113.77")));

        await Eventually.HoldsAsync(() => _agent.Blocked.Contains("203.0.113.77"), "what is in order must arrive");
        _agent.Blocked.Should().Equal("203.0.113.77", "203.0.113.9");
    }

    [Fact]
    public async Task A_flood_of_junk_keeps_no_order_from_its_agent()
    {
        var junk = new byte[60_000];
        Random.Shared.NextBytes(junk);
        for (var i = 0; i < 1000; i++)
        {
            await _attacker.PublishAsync($"ar.main.order.all.{i:x32}", junk.AsMemory(0, i % 2 == 0 ? 100 : junk.Length).ToArray());
        }

        await _issuer.Engine.HandleAsync(TestFleet.Alert("203.0.113.9"));

        await Eventually.HoldsAsync(() => _agent.Blocked.Count == 1, "the order must arrive");
        await Eventually.HoldsAsync(
            () =>
                _issuer.Fleet.ListAgents() is [var agent]
                && agent.RefusedMessages.GetValueOrDefault("unsigned") > 0
                && agent.Failures.Length is > 0 and <= 32,
            "it must be counted, and the latest be named"
        );
        await Eventually.HoldsAsync(async () => await _fleet.StoredAsync() == 2, "the issuer must clear it away");
        (await _agent.Engine.CheckHealthAsync())
            .Findings.Where(static finding => finding.Check.StartsWith("fleet", StringComparison.Ordinal))
            .Should()
            .OnlyContain(static finding => finding.IsFine);
    }

    [Fact]
    public async Task An_epoch_that_is_overwritten_begins_anew_and_nothing_is_lost()
    {
        await _issuer.Engine.HandleAsync(TestFleet.Alert("203.0.113.9"));
        await Eventually.HoldsAsync(() => _agent.Blocked.Count == 1, "it must be blocked");

        await _attacker.PublishAsync(Subjects.Epoch, new byte[100]);
        await _issuer.Engine.HandleAsync(TestFleet.Alert("203.0.113.10", id: "2"));
        var late = await _fleet.AgentAsync("002");

        await Eventually.HoldsAsync(() => _agent.Blocked.Count == 2 && late.Blocked.Count == 2, "both must have both");
    }

    [Fact]
    public async Task What_is_longer_than_a_message_may_be_the_stream_does_not_take()
    {
        var ack = await new NatsJSContext(_attacker).PublishAsync("ar.main.order.all.x", new byte[1_000_000]);
        ack.Error!.Description.Should().Contain("message size exceeds maximum");
    }

    [Fact]
    public async Task Junk_as_a_state_is_passed_over()
    {
        await _attacker.PublishAsync("ar.main.state.7", new byte[60_000]);
        await _attacker.PublishAsync("ar.main.state.8", "{\"v\":1}"u8.ToArray());
        await Eventually.HoldsAsync(() => _issuer.Fleet.ListAgents() is [{ Id: "001" }], "only the agent must be there");
    }

    private static FleetMessage Apply(string address)
    {
        var end = DateTimeOffset.UtcNow.AddMinutes(10);
        var order = new ResponseOrder
        {
            ResponseName = "firewall-drop600",
            Command = new CommandDefinition
            {
                Name = "firewall-drop",
                Executable = "firewall-drop",
                TimeoutAllowed = true,
            },
            Responder = "firewall-drop",
            Subject = Subject.Of(AddressPrefix.From(IPAddress.Parse(address))),
            Location = ResponseLocation.All,
            RunsHere = false,
            RunsElsewhere = true,
            Timeout = TimeSpan.FromMinutes(10),
        };
        return new FleetMessage
        {
            Fleet = "main",
            Target = FleetTarget.All,
            Key = EffectKey.Of(order),
            Verb = MessageVerb.Apply,
            Issued = DateTimeOffset.UtcNow,
            End = end,
            Expires = end,
            Order = order,
        };
    }

    private SignedMessage Sign(FleetMessage message) => _signer.Sign(message);

    private byte[] Raw(byte[] body)
    {
        var signature = new byte[64];
        using var pair = NATS.NKeys.KeyPair.FromSeed(_fleet.Key.Seed);
        pair.Sign(MessageSignature.Signed(body), signature);
        return signature;
    }

    private static string SubjectOf(SignedMessage signed) => Subjects.OrderFor(signed.Content.Target, signed.Content.Key);

    private Task PublishAsync(SignedMessage signed) => PublishAsync(SubjectOf(signed), signed.Body, signed.Issuer, signed.Signature);

    private async Task PublishAsync(string subject, byte[] body, string? issuer, string? signature)
    {
        var headers = new NatsHeaders();
        if (issuer is not null)
        {
            headers[MessageSignature.IssuerHeader] = issuer;
            headers[MessageSignature.SignatureHeader] = signature!;
        }

        (await new NatsJSContext(_attacker).PublishAsync(subject, body, headers: headers)).EnsureSuccess();
    }

    private async Task<(string Subject, byte[] Body, string? Issuer, string? Signature)> LastAsync()
    {
        var stream = await new NatsJSContext(_attacker).GetStreamAsync("AR_main");
        var last = await stream.GetDirectAsync<byte[]>(
            new NATS.Client.JetStream.Models.StreamMsgGetRequest { Seq = (ulong)stream.Info.State.LastSeq }
        );
        return (
            last.Headers!["Nats-Subject"].ToString(),
            last.Data!,
            last.Headers["AR-Issuer"].ToString(),
            last.Headers["AR-Signature"].ToString()
        );
    }

    private async Task RefusedAsync(string reason, string[]? blocked = null)
    {
        await Eventually.HoldsAsync(
            () =>
                _issuer.Fleet.ListAgents() is [var agent]
                && agent.RefusedMessages.ContainsKey(reason)
                && agent.Failures.Any(failure => failure.IsRefused && failure.Why.StartsWith(reason, StringComparison.Ordinal)),
            $"the agent must say that it refused one as {reason}"
        );
        _agent.Blocked.Should().Equal(blocked ?? []);
    }
}
