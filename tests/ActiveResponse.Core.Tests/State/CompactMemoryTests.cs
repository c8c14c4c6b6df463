using ActiveResponse.Configuration;
using ActiveResponse.Planning;
using ActiveResponse.State;
using ActiveResponse.State.Compact;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.State;

[Collection(MemoryCollection.Name)]
public sealed class CompactMemoryTests
{
    private const int Count = 100_000;

    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_hundred_thousand_blocks_with_their_offenses_take_little_memory()
    {
        var (effects, offenses) = (new CompactEffectTable(), new CompactOffenseTable());
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var n = 0; n < Count; n++)
        {
            var effect = Effect(n);
            effects.Set(effect.Key, effect, row: 0);
            offenses.Set(effect.Key, new OffenseRecord(effect.Key, 1, Noon, $"1754300000.{n}"), row: 0);
        }

        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / Count;
        each.Should().BeLessThan(150, "as objects they take 700 bytes");
        GC.KeepAlive(effects);
        GC.KeepAlive(offenses);
    }

    private static EffectRecord Effect(int n)
    {
        var address = AddressPrefix.From(new System.Net.IPAddress([198, (byte)(n >> 16), (byte)(n >> 8), (byte)n]));
        var order = Some.Order("fw", alertId: $"1754300000.{n}") with { Subject = Subject.Of(address) };
        return new EffectRecord
        {
            Order = order,
            State = EffectState.Applied,
            Since = Noon,
            Holders = [new EffectHolder("fw600", Noon.AddHours(1), 1, order.Origin)],
        };
    }
}
