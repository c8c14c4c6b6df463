using System.Net;
using ActiveResponse.Configuration;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.State;

namespace ActiveResponse.Tests.Support;

/// <content>Records by number; those of different numbers have different keys.</content>
internal static partial class Some
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly CommandDefinition Drop = new()
    {
        Name = "drop",
        Executable = "firewall-drop",
        TimeoutAllowed = true,
    };

    public static Subject Address(int n) =>
        Subject.Of(
            AddressPrefix.From(
                new IPAddress([0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, (byte)(n >> 24), (byte)(n >> 16), (byte)(n >> 8), (byte)n])
            )
        );

    public static EffectRecord Effect(int n, EffectState state = EffectState.Applied)
    {
        var origin = Origin(n);
        return new EffectRecord
        {
            Order = new ResponseOrder
            {
                ResponseName = "firewall-drop600",
                Command = Drop,
                Responder = "firewall-drop",
                Subject = Address(n),
                Location = ResponseLocation.Local,
                RunsHere = true,
                Timeout = TimeSpan.FromSeconds(600),
                Origin = origin,
            },
            State = state,
            Since = Noon,
            Holders = [new EffectHolder("firewall-drop600", Noon.AddMinutes(10), 1, origin)],
        };
    }

    /// <summary>The same effect on an address and a user: it has no form, and is stored whole.</summary>
    public static EffectRecord OnUserToo(EffectRecord effect) =>
        effect with
        {
            Order = effect.Order with { Subject = effect.Order.Subject with { User = "root" } },
        };

    public static OffenseRecord Offense(int n, int count = 1, DateTimeOffset? at = null) =>
        new(Effect(n).Key, count, at ?? Noon, $"1754300000.{n}");

    public static HistoryEntry Entry(int n, DateTimeOffset? at = null) =>
        new()
        {
            At = at ?? Noon,
            IsRevert = false,
            Outcome = ActionOutcome.Applied,
            Responder = "firewall-drop",
            Subject = Address(n),
            ResponseName = "firewall-drop600",
            RuleId = 5712,
            AlertId = $"1754300000.{n}",
            AgentId = "003",
            AgentName = "web01",
            Offense = 1,
            Until = Noon.AddMinutes(10),
        };

    private static ResponseOrigin Origin(int n) =>
        new()
        {
            AlertId = $"1754300000.{n}",
            RuleId = 5712,
            Level = 10,
            AgentId = "003",
            AgentName = "web01",
            Location = "(web01) 192.0.2.4->/var/log/auth.log",
        };
}
