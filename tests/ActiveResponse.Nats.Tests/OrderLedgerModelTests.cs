using System.Net;
using ActiveResponse.Configuration;
using ActiveResponse.Nats.Messages;
using ActiveResponse.Nats.Tests.Support;
using ActiveResponse.Planning;
using ActiveResponse.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace ActiveResponse.Nats.Tests;

/// <summary>Random orders, lifts, kills and delays of two issuers about one thing, with clocks that differ.</summary>
public sealed class OrderLedgerModelTests
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

    private static readonly string OnStream = new FleetSubjects("main").OrderFor(FleetTarget.All, EffectKey.Of(Order));

    [Fact]
    public void The_longest_order_holds_a_lift_lifts_and_nobody_publishes_for_ever() =>
        Prop.ForAll(Arb.From(Gen.ListOf(Step()), Shorter), static steps => Run(steps)).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    private static IEnumerable<List<(int Issuer, int What, int Minutes)>> Shorter(List<(int Issuer, int What, int Minutes)> steps) =>
        Enumerable.Range(0, steps.Count).Select(left => steps.Where((_, i) => i != left).ToList());

    private static Gen<(int Issuer, int What, int Minutes)> Step() =>
        from issuer in Gen.Choose(0, 1)
        from what in Gen.Choose(0, 16)
        from minutes in Gen.Choose(120, 180)
        select (issuer, what, minutes);

    private static bool Run(List<(int Issuer, int What, int Minutes)> steps)
    {
        var folder = Directory.CreateTempSubdirectory("ledger").FullName;
        MessageSigner[] signers = [new(FleetCredentials.CreateKey().Seed), new(FleetCredentials.CreateKey().Seed)];
        var stream = new ModelStream();
        var names = signers.Select(static signer => signer.Issuer).ToArray();
        var behind = steps.Count % 3 == 0 ? TimeSpan.FromMinutes(-50) : TimeSpan.FromMilliseconds(-3);
        ManualClock[] clocks = [new(Start), new(Start + behind)];
        var issuers = Enumerable
            .Range(0, 2)
            .Select(i => new ModelIssuer(Path.Combine(folder, $"{i}"), stream, signers[i], names, clocks[i]))
            .ToArray();
        try
        {
            var (longest, isLifted) = Take(steps, issuers, clocks);
            Settle(issuers);
            if (longest > DateTimeOffset.MinValue && !isLifted)
            {
                Holds(stream, MessageVerb.Apply).End.Should().BeOnOrAfter(longest);
            }

            LiftsAndBlocksAgain(issuers, stream);
            stream.Taken.Should().BeLessThan((4 * steps.Count) + 20);
            return true;
        }
        catch (Exception e)
        {
            // The list that is printed otherwise ends after four.
            throw new InvalidOperationException($"After {string.Join(' ', steps)}: {e.Message}", e);
        }
        finally
        {
            Array.ForEach(issuers, static issuer => issuer.Dispose());
            Array.ForEach(signers, static signer => signer.Dispose());
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <returns>The latest end that was ordered, and whether anything was lifted.</returns>
    private static (DateTimeOffset Longest, bool IsLifted) Take(
        List<(int Issuer, int What, int Minutes)> steps,
        ModelIssuer[] issuers,
        ManualClock[] clocks
    )
    {
        var (longest, isLifted) = (DateTimeOffset.MinValue, false);
        foreach (var (issuer, what, minutes) in steps)
        {
            var one = issuers[issuer];
            switch (what)
            {
                case < 4:
                    longest = Max(longest, Give(one, minutes));
                    break;
                case 4:
                    isLifted |= one.Ledger.Lift(OnStream) is not null;
                    break;
                default:
                    Go(one, what, clocks);
                    break;
            }
        }

        return (longest, isLifted);
    }

    private static void Go(ModelIssuer issuer, int what, ManualClock[] clocks)
    {
        switch (what)
        {
            case < 8:
                issuer.Send(OnStream);
                break;
            case < 10:
                issuer.Arrive();
                break;
            case < 12:
                issuer.Hear(OnStream);
                break;
            case < 14:
                issuer.Read(OnStream);
                break;
            case < 16:
                Array.ForEach(clocks, static clock => clock.Advance(TimeSpan.FromMilliseconds(2)));
                break;
            default:
                issuer.Kill(OnStream);
                break;
        }
    }

    // Once all is heard, whoever lifts and orders has all others follow.
    private static void LiftsAndBlocksAgain(ModelIssuer[] issuers, ModelStream stream)
    {
        Give(issuers[0], 200);
        Settle(issuers);
        Holds(stream, MessageVerb.Apply);
        issuers[1].Ledger.Lift(OnStream).Should().NotBeNull();
        Settle(issuers);
        Holds(stream, MessageVerb.Lift);
        var end = Give(issuers[1], 110);
        Settle(issuers);
        Holds(stream, MessageVerb.Apply).End.Should().Be(end);
        issuers.Should().AllSatisfy(issuer => issuer.Ledger.Find(OnStream)!.Value.Message.Signature.Should().Be(stream.Held!.Signature));
    }

    private static void Settle(ModelIssuer[] issuers)
    {
        for (var round = 0; issuers.Any(static issuer => !issuer.IsIdle); round++)
        {
            round.Should().BeLessThan(100, "it must come to an end");
            foreach (var issuer in issuers)
            {
                issuer.Send(OnStream);
                issuer.Arrive();
                issuer.Hear(OnStream);
                issuer.Read(OnStream);
            }
        }
    }

    private static DateTimeOffset Give(ModelIssuer issuer, int minutes)
    {
        var end = issuer.Clock.GetUtcNow().AddMinutes(minutes);
        issuer.Ledger.Order(FleetTarget.All, Order, end, end);
        return end;
    }

    private static FleetMessage Holds(ModelStream stream, MessageVerb verb)
    {
        stream.Held.Should().NotBeNull();
        stream.Held!.Content.Verb.Should().Be(verb);
        return stream.Held.Content;
    }

    private static DateTimeOffset Max(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
