using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using ActiveResponse.Configuration;
using ActiveResponse.Planning;
using ActiveResponse.State;
using Xunit;

namespace ActiveResponse.Testing.Conformance;

/// <summary>What every <see cref="IResponseStore"/> must do. Derive from it in a test project; xunit finds the tests.</summary>
/// <remarks>Each test starts with a new object of the derived class and expects an empty store.</remarks>
public abstract partial class ResponseStoreConformance
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The store under test, empty. Called once in a test.</summary>
    protected abstract ValueTask<IResponseStore> CreateAsync();

    /// <summary>Closes a store and opens it again, as a restart would. Asked only of a durable one.</summary>
    /// <param name="store">The store.</param>
    protected virtual ValueTask<IResponseStore> ReopenAsync(IResponseStore store) =>
        throw new NotSupportedException($"Override {nameof(ReopenAsync)}: the store says that it is durable.");

    private static EffectRecord Effect(int n = 9, EffectState state = EffectState.Applied) =>
        new()
        {
            Order = Order(Subject.Of(AddressPrefix.From(new IPAddress([203, 0, (byte)(113 + (n >> 8)), (byte)n])))),
            State = state,
            Since = Noon,
            Holders = [new EffectHolder("firewall-drop600", Noon.AddMinutes(10), 1, Origin("1754300000.1"))],
        };

    /// <summary>An effect in which every field has a value that isn't its default.</summary>
    private static EffectRecord FullEffect() =>
        new()
        {
            Order = Order(
                new Subject
                {
                    Address = AddressPrefix.From(IPAddress.Parse("2001:db8::"), 48),
                    User = "mallory",
                    File = "/tmp/é \"x\"\\.bin",
                }
            ),
            State = EffectState.Reverting,
            Since = Noon.AddTicks(1_234_567),
            Holders =
            [
                new EffectHolder("one", null, 0, ResponseOrigin.Manual),
                new EffectHolder("two", Noon.AddDays(40_000).AddTicks(7), 5, Origin("1754300000.2")),
            ],
            FailedReverts = 3,
            FailedApplies = 2,
            Place = "nftables ipset",
            RetryAt = Noon.AddSeconds(30).AddTicks(3),
        };

    private static ResponseOrder Order(Subject subject) =>
        new()
        {
            ResponseName = "firewall-drop600",
            Command = new CommandDefinition
            {
                Name = "drop",
                Executable = "firewall-drop",
                Expect = ExpectedFields.SourceAddress | ExpectedFields.User,
                TimeoutAllowed = true,
                ExtraArguments = "-x 'y'",
            },
            Responder = "firewall-drop",
            Subject = subject,
            Location = ResponseLocation.DefinedAgent,
            TargetAgent = "007",
            RunsHere = true,
            RunsElsewhere = true,
            Timeout = TimeSpan.FromSeconds(600),
            Origin = Origin("1754300000.1"),
        };

    private static ResponseOrigin Origin(string alertId) =>
        new()
        {
            AlertId = alertId,
            RuleId = 5712,
            Level = 10,
            AgentId = "003",
            AgentName = "web\u00e9",
            Location = "(web) 192.0.2.4->/var/log/auth.log",
            AlertJson = """{"id":"1754300000.1"}"""u8.ToArray(),
        };

    private static OffenseRecord Offense(EffectRecord of, int count, DateTimeOffset? at = null) =>
        new(of.Key, count, at ?? Noon, "1754300000.1");

    private static ValueTask CommitAsync(IResponseStore store, params ImmutableArray<EffectRecord> effects) =>
        store.CommitAsync(new StoreCommit { Effects = effects }, CancellationToken.None);

    /// <summary>Fails unless exactly these effects are stored, each as it was given.</summary>
    private static async Task HoldsAsync(IResponseStore store, params EffectRecord[] expected)
    {
        var found = await store.ListAsync(CancellationToken.None);
        Assert.Equal(expected.Select(Text).Order(StringComparer.Ordinal), found.Select(Text).Order(StringComparer.Ordinal));
        foreach (var effect in expected)
        {
            var one = await store.FindAsync(effect.Key, CancellationToken.None);
            Assert.NotNull(one);
            Assert.Equal(Text(effect), Text(one));
        }
    }

    // Records compare arrays and memories by reference; a store that wrote them down gives back others with the same content.
    private static string Text(EffectRecord effect) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Text(effect.Order)} {effect.State} since {effect.Since:O} failed {effect.FailedReverts} and "
                + $"{effect.FailedApplies} at {effect.Place} retry {effect.RetryAt:O} held by "
                + $"{string.Join(", ", effect.Holders.Select(Text))}"
        );

    private static string Text(EffectHolder holder) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{holder.ResponseName} until {holder.Until:O} offense {holder.Offense} ({Text(holder.Origin)})"
        );

    private static string Text(ResponseOrder order) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{order.ResponseName} {order.Command} {order.Responder} "
                + $"[{order.Subject.Address}|{order.Subject.User}|{order.Subject.File}] {order.Location} {order.TargetAgent} "
                + $"{order.RunsHere} {order.RunsElsewhere} {order.Timeout} ({Text(order.Origin)})"
        );

    private static string Text(ResponseOrigin origin) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{origin.AlertId} {origin.RuleId} {origin.Level} {origin.AgentId} {origin.AgentName} {origin.Location} "
                + $"{Encoding.UTF8.GetString(origin.AlertJson.Span)}"
        );
}
