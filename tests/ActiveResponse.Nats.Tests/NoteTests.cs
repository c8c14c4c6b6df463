using System.Net;
using System.Text;
using ActiveResponse.Configuration;
using ActiveResponse.Nats.Messages;
using ActiveResponse.Nats.Tests.Support;
using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ActiveResponse.Nats.Tests;

/// <summary>Reasons and names of orders by hand, on their way to agents.</summary>
public sealed class NoteTests
{
    private static readonly OrderNote Note = new() { Reason = "a scan of the lab", By = "alice" };
    private static readonly FleetSubjects Subjects = new("main");

    [Fact]
    public async Task An_agent_has_on_record_who_ordered_a_block_and_who_lifted_it()
    {
        await using var fleet = await TestFleet.StartAsync();
        var issuer = await fleet.IssuerAsync();
        var agent = await fleet.AgentAsync("001");
        var subject = Subject.Of(AddressPrefix.From(IPAddress.Parse("203.0.113.9")));

        var ordered = await issuer.Fleet.ByHand(Note).OrderAsync(FleetTarget.All, "firewall-drop", subject, TimeSpan.FromHours(1));
        var applied = await agent.Observer.FirstAsync(static action => action.Outcome == ActionOutcome.Applied);
        await issuer.Fleet.ByHand(new OrderNote { By = "bob" }).LiftAsync(subject);
        var lifted = await agent.Observer.FirstAsync(static action => action.Outcome == ActionOutcome.Lifted);

        ordered.Order.Origin.By.Should().Be("alice");
        applied.Note.Should().Be(Note);
        lifted.Note.Should().Be(new OrderNote { By = "bob" });
    }

    [Fact]
    public async Task Another_issuer_and_a_restarted_one_list_it()
    {
        await using var fleet = await TestFleet.StartAsync();
        var issuer = await fleet.IssuerAsync();
        var subject = Subject.Of(AddressPrefix.From(IPAddress.Parse("203.0.113.9")));
        await issuer.Fleet.ByHand(Note).OrderAsync(FleetTarget.All, "firewall-drop", subject, TimeSpan.FromHours(1));

        await fleet.StopAsync(issuer);
        issuer = await fleet.IssuerAsync();

        issuer.Fleet.ListOrders().Should().ContainSingle().Which.Order.Origin.Note.Should().Be(Note);
    }

    [Fact]
    public void Members_of_earlier_versions_get_an_order_they_can_read_and_theirs_is_read()
    {
        using var signer = new MessageSigner(FleetCredentials.CreateKey().Seed);
        var message = Message("203.0.113.9", Note);

        var signed = signer.Sign(message);

        signed.Body.Should().Equal(signer.Sign(message with { Order = WithoutNote(message.Order!) }).Body, "they refuse unknown members");
        Encoding.UTF8.GetString(signed.Body).Should().NotContain("alice").And.NotContain("scan");
        var ofEarlier = Check(signer, signed, note: null);
        ofEarlier!.Content.Order!.Origin.Note.Should().BeNull();
        Check(signer, signed, signed.Note)!.Content.Order!.Origin.Note.Should().Be(Note);
    }

    [Fact]
    public void A_note_that_was_altered_or_is_of_another_order_is_not_taken()
    {
        using var signer = new MessageSigner(FleetCredentials.CreateKey().Seed);
        using var other = new MessageSigner(FleetCredentials.CreateKey().Seed);
        var signed = signer.Sign(Message("203.0.113.9", Note));
        var forged = Convert.ToBase64String("{\"by\":\"mallory\"}"u8);
        string[] notes =
        [
            signer.Sign(Message("203.0.113.10", Note)).Note!,
            other.Sign(Message("203.0.113.9", Note)).Note!,
            $"{forged}.{signed.Note!.Split('.')[1]}",
            signed.Note.Split('.')[0],
            signed.Note + ".x",
            ".",
            "",
            new string('A', 100_000),
            "%%%.%%%",
        ];

        foreach (var note in notes)
        {
            Check(signer, signed, note)!.Content.Order!.Origin.Note.Should().BeNull($"'{note[..Math.Min(note.Length, 40)]}' isn't its own");
        }
    }

    private static SignedMessage? Check(MessageSigner signer, SignedMessage signed, string? note) =>
        new MessageCheck("main", [signer.Issuer], 64 * 1024, TimeProvider.System).Check(
            Subjects.OrderFor(signed.Content.Target, signed.Content.Key),
            signed.Issuer,
            signed.Signature,
            signed.Body,
            note,
            out _
        );

    private static ResponseOrder WithoutNote(ResponseOrder order) => order with { Origin = order.Origin with { Reason = null, By = null } };

    private static FleetMessage Message(string address, OrderNote note)
    {
        var order = new ResponseOrder
        {
            ResponseName = "manual",
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
            Origin = new ResponseOrigin { Reason = note.Reason, By = note.By },
        };
        return new FleetMessage
        {
            Fleet = "main",
            Target = FleetTarget.All,
            Key = EffectKey.Of(order),
            Verb = MessageVerb.Apply,
            Issued = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero),
            Order = order,
        };
    }
}
