using System.Net;
using ActiveResponse.Configuration;
using ActiveResponse.Nats.Issuing;
using ActiveResponse.Nats.Messages;
using ActiveResponse.Planning;
using ActiveResponse.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActiveResponse.Nats.Tests;

/// <summary>What an issuer publishes when another one was faster, or somebody put an old message back.</summary>
public sealed class OrderLedgerTests : IDisposable
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    private static readonly ResponseOrder Order = new()
    {
        ResponseName = "block",
        Command = new CommandDefinition { Name = "block", Executable = "firewall-drop" },
        Responder = "firewall-drop",
        Subject = Subject.Of(AddressPrefix.From(IPAddress.Parse("198.51.100.1"))),
        Location = ResponseLocation.All,
        RunsHere = false,
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("ledger").FullName;
    private readonly ManualClock _clock = new(Start);
    private readonly MessageSigner _signer = new(FleetCredentials.CreateKey().Seed);
    private readonly MessageSigner _other = new(FleetCredentials.CreateKey().Seed);
    private readonly List<LedgerFile> _files = [];

    [Fact]
    public void A_shorter_order_yields_to_a_longer_one_that_was_first_even_if_that_was_issued_earlier()
    {
        var ledger = Open();
        var others = OfOther(Start, minutes: 30);
        _clock.Advance(TimeSpan.FromMilliseconds(5));
        var entry = Apply(ledger, minutes: 10);
        var published = ledger.WhenPublished(entry);

        ledger.Replaced(entry.Subject, others, 1);

        ledger.Next(entry.Subject).Should().BeNull("a block must not get shorter");
        published.IsCompletedSuccessfully.Should().BeTrue();
        InForce(ledger).Should().Be(others.Content.End);
        InForce(Open()).Should().Be(others.Content.End, "the next run must know that, too");
    }

    [Fact]
    public void The_run_after_a_kill_yields_too()
    {
        var others = OfOther(Start, minutes: 30);
        _clock.Advance(TimeSpan.FromMilliseconds(5));
        var subject = Apply(Open(), minutes: 10).Subject;

        var next = Open();
        next.BeginPass();
        next.Found(subject, others, 1);
        next.EndPass();

        next.Next(subject).Should().BeNull();
        InForce(next).Should().Be(others.Content.End);
    }

    [Fact]
    public void A_second_order_before_the_first_is_published_yields_too()
    {
        var others = OfOther(Start.AddMilliseconds(5), minutes: 30);
        var ledger = Open();
        var subject = Apply(ledger, minutes: 10).Subject;
        ledger.Found(subject, others, 1);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Apply(ledger, minutes: 20);

        ledger.Next(subject).Should().BeNull();
        InForce(ledger).Should().Be(others.Content.End);
    }

    [Fact]
    public void A_longer_order_replaces_a_shorter_one_that_was_first()
    {
        var ledger = Open();
        var entry = Apply(ledger, minutes: 30);
        ledger.Replaced(entry.Subject, OfOther(Start.AddMilliseconds(5), minutes: 10), 1);

        var (message, after) = ledger.Next(entry.Subject)!.Value;

        after.Should().Be(1);
        message.Content.End.Should().Be(Start.AddMinutes(30));
        message.Content.Issued.Should().BeAfter(Start.AddMilliseconds(5), "agents refuse what is older than the newest");
    }

    [Fact]
    public void A_longer_order_that_somebody_put_back_after_its_lift_yields_to_the_order_since()
    {
        var ledger = Open();
        var old = OfOther(Start, minutes: 30);
        var entry = Apply(ledger, minutes: 30);
        ledger.Replaced(entry.Subject, old, 1);
        ledger.Next(entry.Subject).Should().BeNull();
        _clock.Advance(TimeSpan.FromSeconds(1));
        ledger.Lift(entry.Subject).Should().BeSameAs(entry);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Apply(ledger, minutes: 10).Should().BeSameAs(entry);

        ledger.Found(entry.Subject, old, 2);

        Publish(ledger, entry.Subject, 3).Content.End.Should().Be(_clock.GetUtcNow().AddMinutes(10));
        ledger.Found(entry.Subject, old, 4).Should().BeTrue("it must be published again");
        Publish(ledger, entry.Subject, 5).Content.End.Should().Be(_clock.GetUtcNow().AddMinutes(10));
    }

    [Fact]
    public void What_is_published_again_yields_to_a_lift_by_another()
    {
        var ledger = Open();
        var entry = Apply(ledger, minutes: 10);
        Publish(ledger, entry.Subject, 1);
        ledger.BeginPass();
        ledger.EndPass().Should().Be(1, "the stream has lost it");
        var lift = OfOther(Start.AddSeconds(1), minutes: 10, MessageVerb.Lift);

        ledger.Replaced(entry.Subject, lift, 1);

        ledger.Next(entry.Subject).Should().BeNull();
    }

    [Fact]
    public void A_late_answer_does_not_bring_back_what_was_lifted_since()
    {
        var ledger = Open();
        var entry = Apply(ledger, minutes: 10);
        var applied = Publish(ledger, entry.Subject, 5);
        ledger.BeginPass();
        ledger.Found(entry.Subject, applied, 5);
        ledger.Found(entry.Subject, OfOther(Start.AddSeconds(1), minutes: 10, MessageVerb.Lift), 6);

        ledger.Replaced(entry.Subject, applied, 5).Should().BeFalse();

        ledger.Find(entry.Subject)!.Value.Message.Content.Verb.Should().Be(MessageVerb.Lift);
        ledger.BeginPass();
        ledger.Replaced(entry.Subject, applied, 5).Should().BeTrue("a stream that was restored has older ones");
    }

    [Fact]
    public async Task What_ends_before_it_is_published_has_no_number()
    {
        var ledger = Open();
        var entry = Apply(ledger, minutes: 10);
        var published = ledger.WhenPublished(entry);
        _clock.Advance(TimeSpan.FromMinutes(11));

        ledger.Next(entry.Subject).Should().BeNull();

        (await published).Should().Be(0);
    }

    [Fact]
    public void Orders_are_read_again_after_the_clock_was_set_back()
    {
        Apply(Open(), minutes: 60);
        _clock.ShiftTimeOfDay(TimeSpan.FromMinutes(-10));

        Open().Unpublished().Should().ContainSingle();
    }

    [Fact]
    public void A_stream_that_starts_again_starts_again_for_the_next_run_too()
    {
        var ledger = Open();
        Publish(ledger, Apply(ledger, minutes: 10).Subject, 1000);
        ledger.Tidy();
        ledger.Restart(5);
        ledger.Tidy();

        Open().Highest.Should().Be(5);
    }

    public void Dispose()
    {
        _files.ForEach(static file => file.Dispose());
        _signer.Dispose();
        _other.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // Each is another run over the same file.
    private OrderLedger Open()
    {
        var check = new MessageCheck("main", [_signer.Issuer, _other.Issuer], 100_000, _clock);
        var file = new LedgerFile(Path.Combine(_folder, "ledger"), check, NullLogger.Instance);
        _files.Add(file);
        var ledger = new OrderLedger("main", _signer, file, _clock);
        ledger.Load();
        return ledger;
    }

    private LedgerEntry Apply(OrderLedger ledger, int minutes)
    {
        var end = _clock.GetUtcNow().AddMinutes(minutes);
        return ledger.Order(FleetTarget.All, Order, end, end);
    }

    private SignedMessage OfOther(DateTimeOffset issued, int minutes, MessageVerb verb = MessageVerb.Apply) =>
        _other.Sign(
            new FleetMessage
            {
                Fleet = "main",
                Target = FleetTarget.All,
                Key = EffectKey.Of(Order),
                Verb = verb,
                Issued = issued,
                End = issued.AddMinutes(minutes),
                Expires = issued.AddMinutes(minutes),
                Order = Order,
            }
        );

    private static SignedMessage Publish(OrderLedger ledger, string subject, ulong sequence)
    {
        var message = ledger.Next(subject)!.Value.Message;
        ledger.Acknowledged(subject, message, sequence);
        return message;
    }

    private static DateTimeOffset? InForce(OrderLedger ledger) => ledger.List().Should().ContainSingle().Which.Message.Content.End;
}
