using System.Collections.Immutable;
using ActiveResponse.Configuration;
using ActiveResponse.Planning;
using ActiveResponse.State;
using ActiveResponse.State.Compact;
using FsCheck;
using FsCheck.Fluent;

namespace ActiveResponse.Tests.State;

/// <summary>Records of all kinds, of which most are as blocks mostly are.</summary>
internal static class AnyEffect
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static Gen<string> Id =>
        Gen.Frequency(
            (6, from second in Gen.Choose(0, 3) from offset in Gen.Choose(0, 5) select $"175430000{second}.{offset}"),
            (1, Gen.Elements("", "0", "00.1", "1.", ".", "12345678901234567890123456789012", "1-2:3_4/5")),
            (1, Gen.Elements("123456789012345678901234567890123", "a", "1\0", "\0", "1 2", "é", "9f1c2d", "１"))
        );

    private static Gen<string> Word =>
        Gen.Elements("firewall-drop", "firewall-drop600", "host-deny", "", "x\0y", "(web01) 192.0.2.4->/var/log/auth.log");

    private static Gen<string?> Text => Gen.Frequency((1, Gen.Constant<string?>(null)), (3, Word.Select(static word => (string?)word)));

    private static Gen<DateTimeOffset> Time =>
        Gen.Frequency(
            (8, Gen.Choose(0, 100_000).Select(static ticks => Noon.AddTicks(ticks))),
            (1, Gen.Elements(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, DateTimeOffset.UnixEpoch)),
            (1, Gen.Constant(Noon.ToOffset(TimeSpan.FromHours(2))))
        );

    private static Gen<DateTimeOffset?> Until =>
        Gen.Frequency((1, Gen.Constant<DateTimeOffset?>(null)), (4, Time.Select(static time => (DateTimeOffset?)time)));

    private static Gen<ResponseOrigin> Origin =>
        from id in Id
        from rule in Gen.Elements(0u, 5712u, uint.MaxValue)
        from level in Gen.Elements(0, 10, -1)
        from agentId in Text
        from agent in Text
        from location in Text
        from json in Gen.Frequency(
            (9, Gen.Constant(default(ReadOnlyMemory<byte>))),
            (1, Gen.Elements<ReadOnlyMemory<byte>>(new byte[] { 1, 2 }, Array.Empty<byte>()))
        )
        select new ResponseOrigin
        {
            AlertId = id,
            RuleId = rule,
            Level = level,
            AgentId = agentId,
            AgentName = agent,
            Location = location,
            AlertJson = json,
        };

    public static Gen<ActionKey> Key =>
        from responder in Gen.Elements("firewall-drop", "host-deny")
        from subject in Gen.Frequency((6, Gen.Choose(0, 11).Select(Address)), (1, Gen.Elements(Others)))
        select new ActionKey(responder, subject);

    private static Subject[] Others =>
        [
            Subject.None,
            new() { User = "eve" },
            new() { File = "/tmp/x" },
            new() { User = "eve", Address = Address(1).Address },
            new() { File = "/x", User = "eve" },
        ];

    private static Gen<ResponseOrder> Order(ActionKey key) =>
        from name in Word
        from origin in Origin
        from command in Gen.Elements(
            new CommandDefinition
            {
                Name = "drop",
                Executable = "firewall-drop",
                TimeoutAllowed = true,
            },
            new CommandDefinition
            {
                Name = "drop",
                Executable = "firewall-drop",
                Expect = ExpectedFields.SourceAddress,
                ExtraArguments = "x",
            }
        )
        from location in Gen.Elements(ResponseLocation.Local, ResponseLocation.All | ResponseLocation.Server, (ResponseLocation)77)
        from agent in Text
        from flags in Gen.Choose(0, 3)
        from seconds in Gen.Elements(0, 600, -1)
        select new ResponseOrder
        {
            ResponseName = name,
            Command = command,
            Responder = key.Responder,
            Subject = key.Subject,
            Location = location,
            TargetAgent = agent,
            RunsHere = (flags & 1) != 0,
            RunsElsewhere = (flags & 2) != 0,
            Timeout = TimeSpan.FromSeconds(seconds),
            Origin = origin,
        };

    private static Gen<EffectHolder> Holder(ResponseOrder order) =>
        from name in Gen.Frequency((4, Gen.Constant(order.ResponseName)), (1, Word))
        from until in Until
        from offense in Gen.Elements(0, 1, int.MaxValue, -1)
        from origin in Gen.Frequency(
            (4, Gen.Constant(order.Origin)),
            (1, Gen.Constant(order.Origin with { })),
            (2, Id.Select(id => order.Origin with { AlertId = id })),
            (1, Origin)
        )
        select new EffectHolder(name, until, offense, origin);

    public static Gen<EffectRecord> Effect =>
        from key in Key
        from order in Order(key)
        from count in Gen.Frequency((8, Gen.Constant(1)), (1, Gen.Choose(0, 3)))
        from holders in Gen.ArrayOf(Holder(order), count)
        from state in Gen.Elements(
            EffectState.Planned,
            EffectState.Applied,
            EffectState.Reverting,
            (EffectState)127,
            (EffectState)128,
            (EffectState)(-1)
        )
        from since in Time
        from place in Gen.Frequency((4, Gen.Constant<string?>(null)), (1, Text))
        from failures in Gen.Frequency((20, Gen.Constant((0, 0, false))), (1, Gen.Elements((1, 0, false), (0, 1, false), (0, 0, true))))
        select new EffectRecord
        {
            Order = order,
            State = state,
            Since = since,
            Holders = [.. holders],
            Place = place,
            FailedReverts = failures.Item1,
            FailedApplies = failures.Item2,
            RetryAt = failures.Item3 ? Noon : null,
        };

    public static Gen<OffenseRecord> Offense =>
        from key in Key
        from count in Gen.Elements(1, 2, int.MaxValue, -1)
        from at in Time
        from alert in Id
        select new OffenseRecord(key, count, at, alert);

    /// <summary>All there is to an effect, so that equal ones are equal: arrays in records are compared by reference, and times without
    /// their offset.</summary>
    public static (EffectRecord, string) Flat(EffectRecord effect) =>
        (
            effect with
            {
                Holders = ImmutableArray<EffectHolder>.Empty,
            },
            $"{effect.Since:O} " + string.Join(';', effect.Holders.Select(Flat))
        );

    private static string Flat(EffectHolder holder) => $"{holder} {holder.Until:O} {Convert.ToHexString(holder.Origin.AlertJson.Span)}";

    /// <summary>A glance at each shows what its record has.</summary>
    public static void ShouldBeSeenAtAGlance(IReadOnlyList<EffectRecord> effects)
    {
        var glances = effects.Summaries().ToList();
        glances.Should().HaveSameCount(effects);
        foreach (var (glance, effect) in glances.Zip(effects))
        {
            (
                glance.Key,
                glance.Responder,
                glance.Subject,
                glance.Command,
                glance.State,
                glance.Place,
                glance.RetryAt,
                glance.Until,
                glance.Due
            )
                .Should()
                .Be(
                    (
                        effect.Key,
                        effect.Order.Responder,
                        effect.Order.Subject,
                        effect.Order.Command,
                        effect.State,
                        effect.Place,
                        effect.RetryAt,
                        effect.Until,
                        effect.Due
                    )
                );
            Flat(glance.Record).Should().Be(Flat(effect));
        }
    }

    private static Subject Address(int n) =>
        Subject.Of(
            AddressPrefix.TryParse(
                n switch
                {
                    < 4 => $"203.0.113.{n}",
                    < 6 => $"203.0.{n}.0/24",
                    < 8 => $"2001:db8::{n}",
                    8 => "0.0.0.0/0",
                    9 => "::/0",
                    _ => $"2001:db8:{n}::/48",
                },
                out var prefix
            )
                ? prefix
                : throw new FormatException()
        );
}
